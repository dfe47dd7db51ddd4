import { Alert, Flex, Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import {
  shortName,
  type ResealReport,
  type SealingStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { TimeAgo } from '@planroom/backstage-plugin-terraform-react';
import { amount } from '../../amount';
import { DataState } from '../DataState';
import { Mono } from '../Mono';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { ResealAction } from './ResealAction';
import { describeReseal, KEPT_IN, keyUse } from './sealingWords';
import { useSealing } from './useSealing';

/** Which keys seal what the portal keeps secret, and whether an old one can be taken away. */
export const SealingSection = () => {
  const query = useSealing();
  const { value } = query;
  return (
    <Section title="Sealing keys">
      <DataState
        query={query}
        ready={value !== undefined}
        what="The list of sealing keys"
      >
        {value && (
          <Flex direction="column" gap="3">
            <Keys keys={value.keys} />
            {value.unknown > 0 && (
              <Alert
                status="danger"
                icon
                title={`${amount(value.unknown, 'record')} cannot be opened`}
                description="Keys have sealed them that are not configured any more. Add those keys to the end of terraform.sealing.keys and restart."
              />
            )}
            {value.running && <RunningRound report={value.running} />}
            <LastRound report={value.last} />
            <ResealAction status={value} onStarted={query.reload} />
          </Flex>
        )}
      </DataState>
    </Section>
  );
};

function Keys({ keys }: Pick<SealingStatus, 'keys'>) {
  return (
    <PlainTable
      label="Sealing keys"
      columns={['Key', 'Kept in', 'Use', 'Records sealed with it']}
    >
      {keys.map(key => (
        <TableRow key={key.id}>
          <TableCell>
            <Mono>{key.id}</Mono>
          </TableCell>
          <TableCell>{KEPT_IN[key.provider]}</TableCell>
          <TableCell>{keyUse(key)}</TableCell>
          <TableCell>{key.records.toLocaleString('en')}</TableCell>
        </TableRow>
      ))}
    </PlainTable>
  );
}

function RunningRound({ report }: { report: ResealReport }) {
  return (
    <Text as="p" role="status">
      Sealing everything again with <Mono>{report.keyId}</Mono>, asked for by{' '}
      {shortName(report.by)} <TimeAgo at={report.at} />:{' '}
      {describeReseal(report.counts)} so far.
    </Text>
  );
}

function LastRound({ report }: { report: ResealReport | undefined }) {
  if (!report) {
    return <Text as="p">Nothing was sealed again so far.</Text>;
  }
  return (
    <>
      <Text as="p">
        Last re-sealing <TimeAgo at={report.finishedAt ?? report.at} /> with{' '}
        <Mono>{report.keyId}</Mono>, asked for by {shortName(report.by)} (
        {report.reason}): {describeReseal(report.counts)}.
      </Text>
      {report.failures.length > 0 && (
        <PlainTable
          label="Records that were not sealed again"
          columns={['Record', 'Why']}
        >
          {report.failures.map(({ column, row, reason }) => (
            <TableRow key={`${column} ${row}`}>
              <TableCell>
                <Mono>{`${column} ${row}`}</Mono>
              </TableCell>
              <TableCell>{reason}</TableCell>
            </TableRow>
          ))}
        </PlainTable>
      )}
    </>
  );
}
