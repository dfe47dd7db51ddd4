import { ProxiedSignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import {
  Alert,
  Button,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Flex,
  Text,
} from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { LogoIcon } from '../nav/LogoIcon';
import { DEMO_IDENTITY_STORAGE_KEY, type DemoIdentity } from './demoIdentities';
import { DemoIdentityApi } from './DemoIdentityApi';

const useStyles = makeStyles({
  page: {
    minHeight: '100vh',
    boxSizing: 'border-box',
    padding: '10vh 24px 48px',
    backgroundColor: 'var(--bui-bg-app)',
    color: 'var(--bui-fg-primary)',
  },
  column: { maxWidth: 980, margin: '0 auto' },
  cards: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: 16,
    gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
    '& > li': { display: 'flex' },
  },
  card: { flex: 1 },
});

/** Sign-in of the local demo: a card for each identity, without a password. */
export const DemoSignInPage = (
  props: SignInPageProps & { identities: DemoIdentity[] },
) => {
  const { identities, onSignInSuccess } = props;
  const [chosen, setChosen] = useState(() => {
    const stored = window.sessionStorage.getItem(DEMO_IDENTITY_STORAGE_KEY);
    return identities.find(({ userEntityRef }) => userEntityRef === stored);
  });

  const choose = (identity: DemoIdentity | undefined) => {
    if (identity) {
      window.sessionStorage.setItem(
        DEMO_IDENTITY_STORAGE_KEY,
        identity.userEntityRef,
      );
    } else {
      window.sessionStorage.removeItem(DEMO_IDENTITY_STORAGE_KEY);
    }
    setChosen(identity);
  };

  if (chosen) {
    return (
      <ProxiedSignInPage
        provider="demo"
        headers={{ 'x-demo-user': chosen.userEntityRef }}
        onSignInSuccess={identity =>
          onSignInSuccess(new DemoIdentityApi(identity))
        }
        ErrorComponent={({ error }) => (
          <SignInFailed
            title={chosen.title}
            message={error?.message}
            onBack={() => choose(undefined)}
          />
        )}
      />
    );
  }
  return <DemoCards identities={identities} onChoose={choose} />;
};

function DemoCards(props: {
  identities: DemoIdentity[];
  onChoose: (identity: DemoIdentity) => void;
}) {
  const classes = useStyles();
  return (
    <main className={classes.page}>
      <Flex direction="column" gap="6" className={classes.column}>
        <Flex direction="column" gap="3">
          <Flex align="center" gap="3">
            <LogoIcon />
            <Text as="h1" variant="title-medium" weight="bold">
              Planroom
            </Text>
          </Flex>
          <Text as="p" variant="title-x-small" color="secondary">
            Who do you want to be?
          </Text>
        </Flex>
        <Alert
          status="info"
          icon
          title="This is the local demo"
          description="Sign-in needs no password and everything stays on this machine. Choose one person here, and another one in a second tab."
        />
        <ul className={classes.cards}>
          {props.identities.map(identity => (
            <li key={identity.userEntityRef}>
              <Card className={classes.card}>
                <CardHeader>
                  <Text as="h2" variant="title-x-small" weight="bold">
                    {identity.title}
                  </Text>
                  <Text as="p" color="secondary">
                    {identity.description}
                  </Text>
                </CardHeader>
                <CardBody>
                  {identity.tryFirst && (
                    <Text as="p">
                      <Text weight="bold">Try first: </Text>
                      {identity.tryFirst}
                    </Text>
                  )}
                </CardBody>
                <CardFooter>
                  <Button onPress={() => props.onChoose(identity)}>
                    {`Sign in as ${identity.title}`}
                  </Button>
                </CardFooter>
              </Card>
            </li>
          ))}
        </ul>
      </Flex>
    </main>
  );
}

function SignInFailed(props: {
  title: string;
  message?: string;
  onBack: () => void;
}) {
  const classes = useStyles();
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Alert
          status="danger"
          icon
          title={`Signing in as ${props.title} failed`}
          description={
            <Text as="p">
              {props.message} Just after a start the catalog needs a moment to
              know the demo's people: try again.
            </Text>
          }
          customActions={
            <Button variant="secondary" onPress={props.onBack}>
              Choose again
            </Button>
          }
        />
      </div>
    </main>
  );
}
