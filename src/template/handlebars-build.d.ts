// The one-file build: it loads no source maps and no file system, and bundles as it is.
declare module 'handlebars/dist/handlebars.min.js' {
  import Handlebars from 'handlebars';
  export default Handlebars;
}
