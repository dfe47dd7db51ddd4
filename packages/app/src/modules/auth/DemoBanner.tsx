import {
  configApiRef,
  identityApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useState } from 'react';
import { readDemoIdentities } from './demoIdentities';

const useStyles = makeStyles({
  root: {
    position: 'fixed',
    top: 0,
    left: '50%',
    transform: 'translateX(-50%)',
    zIndex: 1100,
    padding: '2px 14px',
    borderRadius: '0 0 8px 8px',
    backgroundColor: '#15163a',
    color: '#ffffff',
    fontSize: 12,
    lineHeight: '20px',
    whiteSpace: 'nowrap',
    pointerEvents: 'none',
    '@media print': { display: 'none' },
  },
});

/** Says at all times that this is the local demo, and who one is in this tab. */
export const DemoBanner = () => {
  const identities = readDemoIdentities(useApi(configApiRef));
  return identities.length > 0 ? (
    <SignedInBanner identities={identities} />
  ) : null;
};

function SignedInBanner(props: {
  identities: ReturnType<typeof readDemoIdentities>;
}) {
  const classes = useStyles();
  const identityApi = useApi(identityApiRef);
  const [userEntityRef, setUserEntityRef] = useState<string>();

  useEffect(() => {
    let current = true;
    // Settles only once somebody is signed in.
    identityApi.getBackstageIdentity().then(
      identity => current && setUserEntityRef(identity.userEntityRef),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [identityApi]);

  if (!userEntityRef) return null;
  const identity = props.identities.find(
    candidate => candidate.userEntityRef === userEntityRef,
  );
  return (
    <div className={classes.root} role="note">
      Local demo, signed in as {identity?.title ?? userEntityRef}
    </div>
  );
}
