import { blockOrder } from './blockOrder';

describe('blockOrder', () => {
  it('finds top-level variables behind comments, strings, templates and heredocs', () => {
    const source = `
# variable "comment" {
// variable "comment" {
/* variable "comment" { */
variable "zeta" {
  description = "a \\" } variable \\"no\\" { \${join("}", ["{"])} $\${ {"
  default     = { nested = [1, { a = 2 }] }
}
locals {
  text = <<-EOT
    }
    variable "no" {
  EOT
  variable = "x"
}
variable alpha {}
output "b" { value = 1 }
output "a" { value = 1 }
resource "terraform_data" "variable" { input = "\${"\${"}"}"}" }
variable "last"  {
  type = string }
`;
    expect(blockOrder(source, 'variable')).toEqual(['zeta', 'alpha', 'last']);
    expect(blockOrder(source, 'output')).toEqual(['b', 'a']);
  });

  it('comes to an end on broken text', () => {
    expect(blockOrder('variable "a" { <<EOT\n"', 'variable')).toEqual(['a']);
    expect(blockOrder('variable "a" {} "unclosed ${ {', 'variable')).toEqual([
      'a',
    ]);
    expect(blockOrder('/* unclosed', 'variable')).toEqual([]);
  });
});
