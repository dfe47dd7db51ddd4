import type { CloudName } from '@planroom/backstage-plugin-terraform-common';
import {
  RiAmazonLine,
  RiGoogleLine,
  RiMicrosoftLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import { cloudName } from '../../cloudName';

const SIGNS: Record<CloudName, RemixiconComponentType> = {
  aws: RiAmazonLine,
  azure: RiMicrosoftLine,
  gcp: RiGoogleLine,
};

/** A cloud: sign and word. */
export const CloudSign = ({ cloud }: { cloud: CloudName }) => {
  const Sign = SIGNS[cloud];
  return (
    <span
      style={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 6,
        whiteSpace: 'nowrap',
      }}
    >
      <Sign size={16} aria-hidden="true" />
      {cloudName(cloud)}
    </span>
  );
};
