import { LINKED_ROLE, PASS_ROLE } from './shared';
import { service } from './types';

const TAGS = ['CreateTags', 'DeleteTags'];
const DETACH_INTERFACES = [
  'DescribeNetworkInterfaces',
  'DetachNetworkInterface',
  'DeleteNetworkInterface',
];
const READ_VPC = [
  'DescribeVpcs',
  'DescribeVpcAttribute',
  'DescribeNetworkAcls',
  'DescribeRouteTables',
  'DescribeSecurityGroups',
];
const READ_RULE = ['DescribeSecurityGroupRules', 'DescribeSecurityGroups'];
const GROUP_RULES = [
  'AuthorizeSecurityGroupEgress',
  'AuthorizeSecurityGroupIngress',
  'RevokeSecurityGroupEgress',
  'RevokeSecurityGroupIngress',
];
const ROUTES = ['CreateRoute', 'DeleteRoute', 'ReplaceRoute'];
const ENDPOINT_READ = [
  'DescribeVpcEndpoints',
  'DescribePrefixLists',
  'DescribeVpcEndpointServices',
];

/** Networks: VPC and what belongs to it. */
export const network = {
  ...service('ec2', {
    aws_vpc: {
      read: READ_VPC,
      create: ['CreateVpc', 'ModifyVpcAttribute', 'CreateTags'],
      update: [
        'ModifyVpcAttribute',
        'ModifyVpcTenancy',
        'AssociateVpcCidrBlock',
        'DisassociateVpcCidrBlock',
        ...TAGS,
      ],
      delete: ['DeleteVpc'],
    },
    aws_default_vpc: {
      read: READ_VPC,
      create: ['CreateDefaultVpc', 'ModifyVpcAttribute', ...TAGS],
      update: ['ModifyVpcAttribute', ...TAGS],
      delete: ['DeleteVpc'],
    },
    aws_vpc_ipv4_cidr_block_association: {
      read: ['DescribeVpcs'],
      create: ['AssociateVpcCidrBlock'],
      delete: ['DisassociateVpcCidrBlock'],
    },
    aws_vpc_dhcp_options: {
      read: ['DescribeDhcpOptions'],
      create: ['CreateDhcpOptions', 'CreateTags'],
      update: TAGS,
      delete: ['DeleteDhcpOptions', 'AssociateDhcpOptions', 'DescribeVpcs'],
    },
    aws_vpc_dhcp_options_association: {
      read: ['DescribeVpcs'],
      create: ['AssociateDhcpOptions'],
      update: ['AssociateDhcpOptions'],
      delete: ['AssociateDhcpOptions'],
    },
    aws_subnet: {
      read: ['DescribeSubnets'],
      create: ['CreateSubnet', 'ModifySubnetAttribute', 'CreateTags'],
      update: [
        'ModifySubnetAttribute',
        'AssociateSubnetCidrBlock',
        'DisassociateSubnetCidrBlock',
        ...TAGS,
      ],
      delete: ['DeleteSubnet', ...DETACH_INTERFACES],
    },
    aws_default_subnet: {
      read: ['DescribeSubnets'],
      create: ['CreateDefaultSubnet', 'ModifySubnetAttribute', ...TAGS],
      update: ['ModifySubnetAttribute', ...TAGS],
      delete: ['DeleteSubnet', ...DETACH_INTERFACES],
    },
    aws_internet_gateway: {
      read: ['DescribeInternetGateways'],
      create: ['CreateInternetGateway', 'AttachInternetGateway', 'CreateTags'],
      update: ['AttachInternetGateway', 'DetachInternetGateway', ...TAGS],
      delete: ['DeleteInternetGateway', 'DetachInternetGateway'],
    },
    aws_internet_gateway_attachment: {
      read: ['DescribeInternetGateways'],
      create: ['AttachInternetGateway'],
      delete: ['DetachInternetGateway'],
    },
    aws_egress_only_internet_gateway: {
      read: ['DescribeEgressOnlyInternetGateways'],
      create: ['CreateEgressOnlyInternetGateway', 'CreateTags'],
      update: TAGS,
      delete: ['DeleteEgressOnlyInternetGateway'],
    },
    aws_nat_gateway: {
      read: ['DescribeNatGateways'],
      create: ['CreateNatGateway', 'CreateTags'],
      update: [
        'AssociateNatGatewayAddress',
        'DisassociateNatGatewayAddress',
        'AssignPrivateNatGatewayAddress',
        'UnassignPrivateNatGatewayAddress',
        ...TAGS,
      ],
      delete: ['DeleteNatGateway'],
    },
    aws_eip: {
      read: ['DescribeAddresses', 'DescribeAddressesAttribute'],
      create: ['AllocateAddress', 'AssociateAddress', 'CreateTags'],
      update: ['AssociateAddress', 'DisassociateAddress', ...TAGS],
      delete: ['ReleaseAddress', 'DisassociateAddress'],
    },
    aws_eip_association: {
      read: ['DescribeAddresses'],
      create: ['AssociateAddress'],
      delete: ['DisassociateAddress'],
    },
    aws_route_table: {
      read: ['DescribeRouteTables'],
      create: [
        'CreateRouteTable',
        ...ROUTES,
        'EnableVgwRoutePropagation',
        'CreateTags',
      ],
      update: [
        ...ROUTES,
        'EnableVgwRoutePropagation',
        'DisableVgwRoutePropagation',
        ...TAGS,
      ],
      delete: ['DeleteRouteTable', 'DisassociateRouteTable'],
    },
    aws_default_route_table: {
      read: ['DescribeRouteTables', 'DescribeVpcs'],
      create: [
        ...ROUTES,
        'EnableVgwRoutePropagation',
        'DisableVgwRoutePropagation',
        ...TAGS,
      ],
      update: [
        ...ROUTES,
        'EnableVgwRoutePropagation',
        'DisableVgwRoutePropagation',
        ...TAGS,
      ],
    },
    aws_route: {
      read: ['DescribeRouteTables'],
      create: ['CreateRoute'],
      update: ['ReplaceRoute'],
      delete: ['DeleteRoute'],
    },
    aws_route_table_association: {
      read: ['DescribeRouteTables'],
      create: ['AssociateRouteTable'],
      update: ['ReplaceRouteTableAssociation', 'AssociateRouteTable'],
      delete: ['DisassociateRouteTable'],
    },
    aws_main_route_table_association: {
      read: ['DescribeRouteTables'],
      create: ['ReplaceRouteTableAssociation'],
      update: ['ReplaceRouteTableAssociation'],
      delete: ['ReplaceRouteTableAssociation'],
    },
    aws_security_group: {
      read: ['DescribeSecurityGroups'],
      create: ['CreateSecurityGroup', ...GROUP_RULES, 'CreateTags'],
      update: [...GROUP_RULES, ...TAGS],
      delete: ['DeleteSecurityGroup', ...GROUP_RULES, ...DETACH_INTERFACES],
    },
    aws_default_security_group: {
      read: ['DescribeSecurityGroups'],
      create: [...GROUP_RULES, ...TAGS],
      update: [...GROUP_RULES, ...TAGS],
    },
    aws_security_group_rule: {
      read: READ_RULE,
      create: ['AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress'],
      update: [
        'UpdateSecurityGroupRuleDescriptionsEgress',
        'UpdateSecurityGroupRuleDescriptionsIngress',
      ],
      delete: ['RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress'],
    },
    aws_vpc_security_group_egress_rule: {
      read: READ_RULE,
      create: ['AuthorizeSecurityGroupEgress', 'CreateTags'],
      update: [
        'ModifySecurityGroupRules',
        'UpdateSecurityGroupRuleDescriptionsEgress',
        ...TAGS,
      ],
      delete: ['RevokeSecurityGroupEgress'],
    },
    aws_vpc_security_group_ingress_rule: {
      read: READ_RULE,
      create: ['AuthorizeSecurityGroupIngress', 'CreateTags'],
      update: [
        'ModifySecurityGroupRules',
        'UpdateSecurityGroupRuleDescriptionsIngress',
        ...TAGS,
      ],
      delete: ['RevokeSecurityGroupIngress'],
    },
    aws_network_acl: {
      read: ['DescribeNetworkAcls'],
      create: [
        'CreateNetworkAcl',
        'CreateNetworkAclEntry',
        'DeleteNetworkAclEntry',
        'ReplaceNetworkAclAssociation',
        'CreateTags',
      ],
      update: [
        'CreateNetworkAclEntry',
        'DeleteNetworkAclEntry',
        'ReplaceNetworkAclAssociation',
        ...TAGS,
      ],
      delete: ['DeleteNetworkAcl', 'ReplaceNetworkAclAssociation'],
    },
    aws_default_network_acl: {
      read: ['DescribeNetworkAcls'],
      create: [
        'CreateNetworkAclEntry',
        'DeleteNetworkAclEntry',
        'ReplaceNetworkAclAssociation',
        ...TAGS,
      ],
      update: [
        'CreateNetworkAclEntry',
        'DeleteNetworkAclEntry',
        'ReplaceNetworkAclAssociation',
        ...TAGS,
      ],
    },
    aws_network_acl_rule: {
      read: ['DescribeNetworkAcls'],
      create: ['CreateNetworkAclEntry'],
      delete: ['DeleteNetworkAclEntry'],
    },
    aws_network_interface: {
      read: ['DescribeNetworkInterfaces', 'DescribeNetworkInterfaceAttribute'],
      create: [
        'CreateNetworkInterface',
        'AttachNetworkInterface',
        'ModifyNetworkInterfaceAttribute',
        'AssignPrivateIpAddresses',
        'AssignIpv6Addresses',
        'CreateTags',
      ],
      update: [
        'AttachNetworkInterface',
        'DetachNetworkInterface',
        'ModifyNetworkInterfaceAttribute',
        'AssignPrivateIpAddresses',
        'UnassignPrivateIpAddresses',
        'AssignIpv6Addresses',
        'UnassignIpv6Addresses',
        ...TAGS,
      ],
      delete: ['DeleteNetworkInterface', 'DetachNetworkInterface'],
    },
    aws_network_interface_attachment: {
      read: ['DescribeNetworkInterfaces'],
      create: ['AttachNetworkInterface'],
      delete: ['DetachNetworkInterface'],
    },
    aws_network_interface_sg_attachment: {
      read: ['DescribeNetworkInterfaces'],
      create: ['ModifyNetworkInterfaceAttribute'],
      delete: ['ModifyNetworkInterfaceAttribute'],
    },
    aws_vpc_endpoint: {
      read: ENDPOINT_READ,
      create: [
        'CreateVpcEndpoint',
        'ModifyVpcEndpoint',
        'CreateTags',
        'route53:AssociateVPCWithHostedZone',
      ],
      update: ['ModifyVpcEndpoint', ...TAGS],
      delete: ['DeleteVpcEndpoints'],
    },
    aws_vpc_endpoint_policy: {
      read: ENDPOINT_READ,
      create: ['ModifyVpcEndpoint'],
      update: ['ModifyVpcEndpoint'],
      delete: ['ModifyVpcEndpoint'],
    },
    aws_vpc_endpoint_route_table_association: {
      read: ['DescribeVpcEndpoints'],
      create: ['ModifyVpcEndpoint'],
      delete: ['ModifyVpcEndpoint'],
    },
    aws_vpc_endpoint_subnet_association: {
      read: ['DescribeVpcEndpoints'],
      create: ['ModifyVpcEndpoint'],
      delete: ['ModifyVpcEndpoint'],
    },
    aws_vpc_endpoint_service: {
      read: [
        'DescribeVpcEndpointServiceConfigurations',
        'DescribeVpcEndpointServicePermissions',
      ],
      create: [
        'CreateVpcEndpointServiceConfiguration',
        'ModifyVpcEndpointServicePermissions',
        'CreateTags',
      ],
      update: [
        'ModifyVpcEndpointServiceConfiguration',
        'ModifyVpcEndpointServicePermissions',
        ...TAGS,
      ],
      delete: ['DeleteVpcEndpointServiceConfigurations'],
    },
    aws_vpc_peering_connection: {
      read: ['DescribeVpcPeeringConnections'],
      create: [
        'CreateVpcPeeringConnection',
        'AcceptVpcPeeringConnection',
        'ModifyVpcPeeringConnectionOptions',
        'CreateTags',
      ],
      update: [
        'AcceptVpcPeeringConnection',
        'ModifyVpcPeeringConnectionOptions',
        ...TAGS,
      ],
      delete: ['DeleteVpcPeeringConnection'],
    },
    aws_vpc_peering_connection_accepter: {
      read: ['DescribeVpcPeeringConnections'],
      create: [
        'AcceptVpcPeeringConnection',
        'ModifyVpcPeeringConnectionOptions',
        'CreateTags',
      ],
      update: ['ModifyVpcPeeringConnectionOptions', ...TAGS],
    },
    aws_flow_log: {
      read: ['DescribeFlowLogs'],
      create: [
        'CreateFlowLogs',
        'CreateTags',
        PASS_ROLE,
        'logs:CreateLogDelivery',
        'logs:ListLogDeliveries',
        's3:GetBucketPolicy',
        's3:PutBucketPolicy',
      ],
      update: TAGS,
      delete: ['DeleteFlowLogs', 'logs:DeleteLogDelivery'],
    },
    aws_ec2_managed_prefix_list: {
      read: ['DescribeManagedPrefixLists', 'GetManagedPrefixListEntries'],
      create: ['CreateManagedPrefixList', 'CreateTags'],
      update: ['ModifyManagedPrefixList', ...TAGS],
      delete: ['DeleteManagedPrefixList'],
    },
    aws_ec2_managed_prefix_list_entry: {
      read: ['DescribeManagedPrefixLists', 'GetManagedPrefixListEntries'],
      create: ['ModifyManagedPrefixList'],
      delete: ['ModifyManagedPrefixList'],
    },
    aws_ec2_transit_gateway: {
      read: ['DescribeTransitGateways'],
      create: ['CreateTransitGateway', 'CreateTags', LINKED_ROLE],
      update: ['ModifyTransitGateway', ...TAGS],
      delete: ['DeleteTransitGateway'],
    },
    aws_ec2_transit_gateway_vpc_attachment: {
      read: [
        'DescribeTransitGatewayVpcAttachments',
        'DescribeTransitGateways',
        'GetTransitGatewayAttachmentPropagations',
        'GetTransitGatewayRouteTableAssociations',
        'GetTransitGatewayRouteTablePropagations',
        'DescribeTransitGatewayRouteTables',
      ],
      create: [
        'CreateTransitGatewayVpcAttachment',
        'AssociateTransitGatewayRouteTable',
        'EnableTransitGatewayRouteTablePropagation',
        'DisableTransitGatewayRouteTablePropagation',
        'DisassociateTransitGatewayRouteTable',
        'CreateTags',
      ],
      update: ['ModifyTransitGatewayVpcAttachment', ...TAGS],
      delete: ['DeleteTransitGatewayVpcAttachment'],
    },
    aws_ec2_transit_gateway_route_table: {
      read: ['DescribeTransitGatewayRouteTables'],
      create: ['CreateTransitGatewayRouteTable', 'CreateTags'],
      update: TAGS,
      delete: ['DeleteTransitGatewayRouteTable'],
    },
    aws_ec2_transit_gateway_route: {
      read: ['SearchTransitGatewayRoutes'],
      create: ['CreateTransitGatewayRoute'],
      delete: ['DeleteTransitGatewayRoute'],
    },
    aws_customer_gateway: {
      read: ['DescribeCustomerGateways'],
      create: ['CreateCustomerGateway', 'CreateTags'],
      update: TAGS,
      delete: ['DeleteCustomerGateway'],
    },
    aws_vpn_gateway: {
      read: ['DescribeVpnGateways'],
      create: ['CreateVpnGateway', 'AttachVpnGateway', 'CreateTags'],
      update: ['AttachVpnGateway', 'DetachVpnGateway', ...TAGS],
      delete: ['DeleteVpnGateway', 'DetachVpnGateway'],
    },
    aws_vpn_connection: {
      read: ['DescribeVpnConnections', 'DescribeTransitGatewayAttachments'],
      create: ['CreateVpnConnection', 'CreateTags'],
      update: [
        'ModifyVpnConnection',
        'ModifyVpnConnectionOptions',
        'ModifyVpnTunnelOptions',
        ...TAGS,
      ],
      delete: ['DeleteVpnConnection'],
    },
    'data.aws_availability_zone': { read: ['DescribeAvailabilityZones'] },
    'data.aws_availability_zones': { read: ['DescribeAvailabilityZones'] },
    'data.aws_eip': { read: ['DescribeAddresses'] },
    'data.aws_eips': { read: ['DescribeAddresses'] },
    'data.aws_internet_gateway': { read: ['DescribeInternetGateways'] },
    'data.aws_nat_gateway': { read: ['DescribeNatGateways'] },
    'data.aws_nat_gateways': { read: ['DescribeNatGateways'] },
    'data.aws_network_acls': { read: ['DescribeNetworkAcls'] },
    'data.aws_network_interface': { read: ['DescribeNetworkInterfaces'] },
    'data.aws_network_interfaces': { read: ['DescribeNetworkInterfaces'] },
    'data.aws_prefix_list': { read: ['DescribePrefixLists'] },
    'data.aws_ec2_managed_prefix_list': {
      read: ['DescribeManagedPrefixLists', 'GetManagedPrefixListEntries'],
    },
    'data.aws_ec2_transit_gateway': { read: ['DescribeTransitGateways'] },
    'data.aws_region': {},
    'data.aws_regions': { read: ['DescribeRegions'] },
    'data.aws_route_table': { read: ['DescribeRouteTables'] },
    'data.aws_route_tables': { read: ['DescribeRouteTables'] },
    'data.aws_security_group': { read: ['DescribeSecurityGroups'] },
    'data.aws_security_groups': { read: ['DescribeSecurityGroups'] },
    'data.aws_subnet': { read: ['DescribeSubnets'] },
    'data.aws_subnets': { read: ['DescribeSubnets'] },
    'data.aws_vpc': { read: READ_VPC },
    'data.aws_vpcs': { read: ['DescribeVpcs'] },
    'data.aws_vpc_endpoint': { read: ENDPOINT_READ },
    'data.aws_vpc_endpoint_service': { read: ['DescribeVpcEndpointServices'] },
    'data.aws_vpc_security_group_rule': { read: READ_RULE },
    'data.aws_vpc_security_group_rules': { read: READ_RULE },
  }),
};
