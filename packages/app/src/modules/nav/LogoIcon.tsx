/** A plan on a board: three lines of a change list, the middle one confirmed. */
export const LogoIcon = () => (
  <svg
    width="28"
    height="28"
    style={{ flexShrink: 0 }}
    viewBox="0 0 28 28"
    role="img"
    aria-label="Planroom"
  >
    <rect width="28" height="28" rx="7" fill="#a9acff" />
    <g
      stroke="#15163a"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      fill="none"
    >
      <path d="M7 8.5h14" />
      <path d="M7 14.5l2.4 2.4L14 12" />
      <path d="M17.5 14.5H21" />
      <path d="M7 20.5h14" />
    </g>
  </svg>
);
