import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import {
  createBaseThemeOptions,
  createUnifiedTheme,
  genPageTheme,
  palettes,
  shapes,
  UnifiedThemeProvider,
} from '@backstage/theme';
import DarkIcon from '@material-ui/icons/Brightness2';
import LightIcon from '@material-ui/icons/WbSunny';

const ACCENT = '#3b3fb6';
const ACCENT_ON_DARK = '#a9acff';
const NAVIGATION = '#15163a';

const pageTheme = {
  home: genPageTheme({ colors: ['#23256e', ACCENT], shape: shapes.wave }),
};

// Words as they are written, like the buttons of @backstage/ui.
const components = {
  MuiButton: { styleOverrides: { root: { textTransform: 'none' as const } } },
};

const light = createUnifiedTheme({
  ...createBaseThemeOptions({
    palette: {
      ...palettes.light,
      primary: { main: ACCENT },
      navigation: {
        ...palettes.light.navigation,
        background: NAVIGATION,
        indicator: ACCENT_ON_DARK,
      },
    },
  }),
  pageTheme,
  components,
});

const dark = createUnifiedTheme({
  ...createBaseThemeOptions({
    palette: {
      ...palettes.dark,
      primary: { main: ACCENT_ON_DARK, dark: '#8f93ff' },
      navigation: {
        ...palettes.dark.navigation,
        background: NAVIGATION,
        indicator: ACCENT_ON_DARK,
      },
    },
  }),
  pageTheme,
  components,
});

/** Backstage's light and dark themes with Planroom's accent; they replace the default ones by name. */
export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ThemeBlueprint.make({
      name: 'light',
      params: {
        theme: {
          id: 'light',
          title: 'Light',
          variant: 'light',
          icon: <LightIcon />,
          Provider: ({ children }) => (
            <UnifiedThemeProvider theme={light}>
              {children}
            </UnifiedThemeProvider>
          ),
        },
      },
    }),
    ThemeBlueprint.make({
      name: 'dark',
      params: {
        theme: {
          id: 'dark',
          title: 'Dark',
          variant: 'dark',
          icon: <DarkIcon />,
          Provider: ({ children }) => (
            <UnifiedThemeProvider theme={dark}>{children}</UnifiedThemeProvider>
          ),
        },
      },
    }),
  ],
});
