/* global SwaggerUIBundle */
// Shows the API document in Swagger UI. What differs from Swagger UI as it comes: the page follows the light or dark of the
// system, requests go to where the page came from, long lists of parameters have groups, and links open operations.

const dark = matchMedia('(prefers-color-scheme: dark)')
const followSystem = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
followSystem()
dark.addEventListener('change', followSystem)

/** The API document as this page needs it. */
async function documentOf(address) {
  const spec = await (await fetch(address)).json()
  // A proxy may serve the registry under a path, and under more than one name.
  spec.servers = [{ url: new URL('.', new URL(address, location.href)).href }]
  // Parameters have no default here: every request would say what it may leave out.
  for (const list of Object.values(spec.components.schemas)) delete list.default
  // Since when a registry holds anything no document can know; today it does.
  spec.components.parameters.KnownAtParameter.schema.examples = [new Date().toISOString().slice(0, 10)]
  for (const operation of Object.values(spec.paths).flatMap(Object.values)) {
    const groups = Object.entries(operation['x-parameter-groups'] ?? {})
    operation.parameters = operation.parameters?.map(parameter => {
      const shared = /^#\/components\/parameters\/(.*)/.exec(parameter.$ref)?.[1]
      const { schema, ...rest } = shared ? spec.components.parameters[shared] : parameter
      const { default: _, ...form } = schema
      const [group] = groups.find(([, names]) => names.includes(rest.name)) ?? []
      return { ...rest, schema: form, 'x-group': group }
    })
  }
  return spec
}

/** Parameters with the same `x-group` stand behind one heading, closed until one of them is wanted. */
const ParameterGroups = (Row, { React, layoutSelectors, layoutActions, specSelectors }) =>
  function GroupedRow(props) {
    const { rawParam, pathMethod } = props
    const row = React.createElement(Row, props)
    const group = rawParam.get('x-group')
    if (!group) return row
    const members = specSelectors
      .specJson()
      .getIn(['paths', ...pathMethod, 'parameters'])
      .filter(parameter => parameter.get('x-group') === group)
    const names = members.map(parameter => parameter.get('name'))
    const place = ['parameters', ...pathMethod, group]
    const isOpen = layoutSelectors.isShown(place, false)
    if (names.first() !== rawParam.get('name')) return isOpen ? row : null
    const button = React.createElement(
      'button',
      { type: 'button', 'aria-expanded': isOpen, onClick: () => layoutActions.show(place, !isOpen) },
      group,
      React.createElement('code', null, names.join(' '))
    )
    const heading = React.createElement('td', { colSpan: 2 }, button)
    return React.createElement(
      React.Fragment,
      null,
      React.createElement('tr', { className: 'parameter-group' }, heading),
      isOpen ? row : null
    )
  }

/**
 * What each code of a long list means is there for who asks. A text is made once: Swagger UI would make all that are on the page
 * again at every click, since what it gives beside the source is new each time.
 */
const FoldedCodes = (Markdown, { React }) =>
  React.memo(
    function FoldedMarkdown(props) {
      const [, text, codes, rest] = /^(.*?)((?:^\* `[^\n]*\n){2,})(.*)$/ms.exec(props.source ?? '') ?? []
      if (!codes) return React.createElement(Markdown, props)
      const part = source => React.createElement(Markdown, { ...props, source })
      const title = `What the ${codes.trim().split('\n').length} codes mean`
      return React.createElement(
        React.Fragment,
        null,
        text.trim() && part(text),
        React.createElement(
          'details',
          { className: 'codes' },
          React.createElement('summary', null, title),
          part(codes)
        ),
        part(rest)
      )
    },
    (a, b) => a.source === b.source
  )

/** Fields have a name for those who do not see the row that they stand in, and those of texts and numbers show what they take. */
const named =
  (name, exampleOf = () => undefined) =>
  (Fields, { React }) =>
  props => {
    const place = React.useRef()
    React.useEffect(() => {
      const example = exampleOf(props)
      for (const field of place.current.querySelectorAll('select, input, textarea')) {
        field.setAttribute('aria-label', name(props))
        if (example !== undefined) field.setAttribute('placeholder', `for example ${example}`)
      }
    })
    return React.createElement('div', { ref: place }, React.createElement(Fields, props))
  }

/** Long texts can be scrolled by keyboard. */
const ScrollableText =
  (_Original, { React }) =>
  ({ className = '', children }) =>
    React.createElement('pre', { className: `microlight ${className}`, tabIndex: 0 }, children)

/** The summary of an operation is a button; a link within it would be a second stop at the same place. */
const PlainPath =
  (DeepLink, { React }) =>
  props =>
    props.path.includes('/') ? React.createElement('span', null, props.text) : React.createElement(DeepLink, props)

const wrapComponents = {
  parameterRow: ParameterGroups,
  Markdown: FoldedCodes,
  JsonSchemaForm: named(
    ({ description }) => description ?? 'Value',
    ({ schema }) => schema.getIn?.(['examples', 0])
  ),
  TextArea: named(() => 'Body of the request'),
  ExamplesSelect: named(() => 'Example'),
  PlainTextViewer: ScrollableText,
  DeepLink: PlainPath
}

/** A parameter with what was filled in. Swagger UI puts all of an operation together to find one, for each of them at each key. */
const FilledIn =
  (_original, { specSelectors }) =>
  (state, pathMethod, parameter) => {
    const [place, name] = [parameter.get('in'), parameter.get('name')]
    const filled = state.getIn(['meta', 'paths', ...pathMethod, 'parameters'])
    return specSelectors
      .specJsonWithResolvedSubtrees()
      .getIn(['paths', ...pathMethod, 'parameters'])
      .find(other => other.get('in') === place && other.get('name') === name)
      .merge(filled?.get(`${place}.${name}`), filled?.get(`${place}.${name}.hash-${parameter.hashCode()}`))
  }

const statePlugins = { spec: { wrapSelectors: { parameterWithMetaByIdentity: FilledIn } } }

/** Opens the operation that the address names, and fills in what stands behind its question mark; its `operationId`, if it is one. */
function openLinked({ layoutActions, specActions, specSelectors }) {
  const { hash } = location
  const [place, query] = decodeURIComponent(hash).split('?')
  if (!place) return undefined
  const operationId = place.split('/').at(-1)
  layoutActions.parseDeepLinkHash(place)
  const operation = specSelectors
    .operations()
    .find(operation => operation.getIn(['operation', 'operationId']) === operationId)
  if (!operation) return undefined
  const pathMethod = [operation.get('path'), operation.get('method')]
  const asked = new URLSearchParams(query)
  for (const parameter of operation.getIn(['operation', 'parameters'])) {
    const values = asked.getAll(parameter.get('name'))
    if (values.length === 0) continue
    const isList = parameter.getIn(['schema', 'type']) === 'array'
    specActions.changeParam(pathMethod, parameter.get('name'), parameter.get('in'), isList ? values : values[0], false)
    layoutActions.show(['parameters', ...pathMethod, parameter.get('x-group')], true)
  }
  // Swagger UI takes the question mark and all behind it out of the address.
  history.replaceState(null, '', hash)
  return operationId
}

const ui = SwaggerUIBundle({
  dom_id: '#swagger-ui',
  spec: await documentOf('../openapi.json'),
  plugins: [() => ({ wrapComponents, statePlugins })],
  deepLinking: true,
  defaultModelExpandDepth: 3,
  defaultModelRendering: 'example',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: 'list',
  persistAuthorization: true,
  requestSnippetsEnabled: true,
  showCommonExtensions: true,
  // Colouring a long answer stops the page for minutes (swagger-api/swagger-ui#3832).
  syntaxHighlight: false,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: () => openLinked(ui.getSystem())
})

// To show what stands at a place Swagger UI goes through the whole document; what says nothing of that is left out.
const { fn } = ui.getSystem()
const resolveWhole = fn.resolveSubtree
fn.resolveSubtree = (spec, place, options) => resolveWhole(about(spec, place), place, options)

/** The document with what stands at a place, and with the components that this names, directly or through others. */
function about(spec, place) {
  const part = place.reduce((whole, key) => whole?.[key], spec)
  if (part === undefined) return spec
  const document = {
    ...spec,
    paths: {},
    components: {},
    ...place.reduceRight((inner, key) => ({ [key]: inner }), part)
  }
  const parts = [part]
  for (const next of parts) {
    for (const [, kind, name] of JSON.stringify(next).matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)) {
      const known = document.components[kind]
      if (known?.[name]) continue
      const component = spec.components[kind][name]
      document.components[kind] = { ...known, [name]: component }
      parts.push(component)
    }
  }
  return document
}

addEventListener('hashchange', () => openLinked(ui.getSystem()))

// Swagger UI gives every link a page of its own.
document.addEventListener('click', event => {
  const link = event.target.closest('.info a[href^="#/"]')
  if (!link) return
  event.preventDefault()
  history.pushState(null, '', link.hash)
  const operationId = openLinked(ui.getSystem())
  // Whoever asked wants to see the answer, which may be far below.
  const operation = document.querySelector(`.opblock[id$="-${operationId}"]`)
  operation?.scrollIntoView()
  operation?.querySelector('.opblock-summary-control').focus({ preventScroll: true })
})
