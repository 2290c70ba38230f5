// Svelte 5 in runes mode; TypeScript is understood without a preprocessor.
export default {
  compilerOptions: {
    runes: true,
    // A phone's card layout takes the table's meaning from its elements; the roles give it back.
    warningFilter: (warning) => warning.code !== "a11y_no_redundant_roles",
  },
};
