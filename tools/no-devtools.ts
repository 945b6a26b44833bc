/** Stands in for Ink's optional devtools in the bundle. */

const nothing = {};
// biome-ignore lint/style/noDefaultExport: the module it replaces has a default export
export default nothing;
