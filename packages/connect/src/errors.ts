import { errorsOf, type ErrorTable } from '@sluice/model'

/** Errors of `@sluice/connect`. A code is permanent: add one, never rename or reuse one. */
export const connectErrors = {
  SOURCE_URL_INVALID: {
    kind: 'user',
    message: (at: { source: string; problem: string }) => `The address of ${at.source} ${at.problem}.`,
    hint: 'Give an address such as https://api.github.com, without a name or password in it; secrets come from environment variables.',
  },
  SOURCE_UNAUTHORIZED: {
    kind: 'user',
    message: (at: { source: string; path: string; isAnonymous: boolean }) =>
      at.isAnonymous
        ? `${at.source} answers ${at.path} only to those who sign in, and no token was given.`
        : `${at.source} does not accept the token (status 401 at ${at.path}): it is wrong, expired or revoked.`,
    hint: 'Make a new token and put it into the environment variable that "sluice doctor" names for this source.',
  },
  SOURCE_FORBIDDEN: {
    kind: 'user',
    message: (at: { source: string; path: string; lack: string }) =>
      `${at.source} does not let this token read ${at.path} (status 403): ${at.lack}.`,
    hint: 'Give the token what is missing, or leave this part out; everything else is still read.',
  },
  SOURCE_NOT_FOUND: {
    kind: 'user',
    message: (at: { source: string; path: string; lack: string }) =>
      `${at.source} knows nothing at ${at.path} (status 404)${at.lack}.`,
    hint: 'Check the spelling; what is private looks like this too when the token may not see it.',
  },
  SOURCE_GONE: {
    kind: 'user',
    message: (at: { source: string; path: string }) =>
      `${at.source} no longer offers ${at.path} (status 410): it was deleted or is switched off there.`,
    hint: 'Switch the feature on in the settings of the project, or leave this part out.',
  },
  SOURCE_REFUSED: {
    kind: 'operational',
    message: (at: { source: string; path: string; status: number; detail: string }) =>
      `${at.source} refused ${at.path} with status ${at.status}${at.detail}.`,
    hint: 'If the server is older than its current documentation, please report this with its version.',
  },
  SOURCE_LIMITED: {
    kind: 'operational',
    message: (at: { source: string; until: string }) =>
      `${at.source} answers no more requests for now; it names ${at.until} as the moment to go on.`,
    hint: 'Nothing is lost: run the same command later and it continues here.',
  },
  SOURCE_FAILING: {
    kind: 'operational',
    message: (at: { source: string; path: string; status: number; tries: number }) =>
      `${at.source} failed with status ${at.status} at ${at.path}, ${at.tries} times in a row.`,
    hint: 'Nothing is lost: run the same command later and it continues here.',
  },
  SOURCE_UNREACHABLE: {
    kind: 'operational',
    message: (at: { source: string; host: string; detail: string }) =>
      `${at.source} cannot be reached at ${at.host}: ${at.detail}.`,
    hint: 'Check the network and the address; proxies are taken from HTTPS_PROXY and NO_PROXY, private certificates from NODE_EXTRA_CA_CERTS.',
  },
  SOURCE_ANSWER_INVALID: {
    kind: 'operational',
    message: (at: { source: string; path: string; problem: string }) =>
      `${at.source} answered ${at.path} with something that cannot be used: ${at.problem}.`,
    hint: 'Check that the address is that of the API and that no proxy or login page stands before it.',
  },
  SOURCE_PAGES_CIRCULAR: {
    kind: 'operational',
    message: (at: { source: string; path: string; problem: string }) =>
      `${at.source} leads in circles through the pages of ${at.path}: ${at.problem}.`,
    hint: 'What was read until there is kept; please report this to whoever runs the server.',
  },
  SOURCE_STRAYED: {
    kind: 'operational',
    message: (at: { source: string; path: string; origin: string }) =>
      `${at.source} points from ${at.path} to another server, ${at.origin}, and the token is not taken there.`,
    hint: 'Give the address that the server calls itself by, as it stands in its own links.',
  },
  SOURCE_LIST_CAPPED: {
    kind: 'operational',
    message: (at: { source: string; what: string; total: number; listed: number }) =>
      `${at.source} counts ${at.total} ${at.what} and lists no more than ${at.listed} of them.`,
    hint: 'The others cannot be asked for; what is said about that time rests on those that were listed.',
  },
  SOURCE_REPOSITORY_INVALID: {
    kind: 'user',
    message: (at: { source: string; repository: string; form: string }) =>
      `"${at.repository}" does not name a repository of ${at.source}, which has the form ${at.form}.`,
    hint: 'Give the name as it stands in the address of the repository.',
  },
  SOURCE_CANCELLED: {
    kind: 'user',
    message: (at: { source: string }) => `Stopped while ${at.source} was being read.`,
    hint: 'What was read until then is kept; run the same command and it continues there.',
  },
  JUNIT_NOT_A_REPORT: {
    kind: 'user',
    message: (at: { found: string }) =>
      `This is no JUnit XML report: ${at.found} stands where <testsuites> or <testsuite> belongs.`,
    hint: 'Give the file that the test runner writes as JUnit XML; reports of NUnit, xUnit or TRX need a converter.',
  },
  JUNIT_DTD_REFUSED: {
    kind: 'user',
    message: (at: { found: string }) =>
      `The report uses ${at.found}: document types and entities of one's own are refused, because they can be made to read files and to fill memory.`,
    hint: 'Write the report without <!DOCTYPE> and with no entities but &amp; &lt; &gt; &quot; and &apos;.',
  },
  JUNIT_SEVERAL_ROOTS: {
    kind: 'user',
    message: (at: { line: number }) =>
      `A second report begins at line ${at.line} of the file; the first one was read.`,
    hint: 'Give each report as a file of its own instead of joining them.',
  },
  JUNIT_TOO_DEEP: {
    kind: 'user',
    message: (at: { maximum: number; line: number }) =>
      `The elements of the report are nested more than ${at.maximum} deep at line ${at.line}.`,
    hint: 'No known test runner writes this; look at the file.',
  },
  JUNIT_TAG_TOO_LARGE: {
    kind: 'user',
    message: (at: { maximum: number }) =>
      `The report has a single tag of more than ${at.maximum} characters.`,
    hint: 'Look for a message or a parameter of a test that holds a whole file, and shorten it.',
  },
  JUNIT_TOO_LARGE: {
    kind: 'user',
    message: (at: { maximum: number }) =>
      `The report is larger than ${at.maximum} bytes, the limit for one report.`,
    hint: 'Let the test runner write several reports, or leave the output of passing tests out of them.',
  },
  JUNIT_ENCODING_UNKNOWN: {
    kind: 'user',
    message: (at: { encoding: string }) =>
      `The report declares the encoding "${at.encoding}", which is not read.`,
    hint: 'Write it in UTF-8; UTF-16, ISO-8859-1 and windows-1252 are read as well.',
  },
  RECORDS_NOT_TEXT: {
    kind: 'user',
    message: () => 'The file is no text: it holds zero bytes.',
    hint: 'Give JSON lines or CSV in UTF-8; save a workbook as CSV first, and unpack what is packed.',
  },
  RECORDS_COLUMN_MISSING: {
    kind: 'user',
    message: (at: { what: string; missing: string; found: string }) =>
      `The first line names no column for ${at.missing}, which every one of the ${at.what} needs; it names ${at.found}.`,
    hint: 'Make the first line name the columns; the guide "Deployments and incidents" lists the names that are understood.',
  },
  TIME_ZONE_UNKNOWN: {
    kind: 'user',
    message: (at: { zone: string }) => `There is no time zone called "${at.zone}".`,
    hint: 'Give UTC, an offset such as +02:00, or a name such as Europe/Berlin.',
  },
  CLOUD_EVENTS_TOO_LARGE: {
    kind: 'user',
    message: (at: { maximum: number }) =>
      `The delivery is larger than ${at.maximum}, the limit for the characters, and for the events, of one.`,
    hint: 'Send the events in several deliveries.',
  },
  CLOUD_EVENTS_UNREADABLE: {
    kind: 'user',
    message: (at: { length: number }) =>
      `The ${at.length} characters that came are neither a CloudEvent in JSON, nor a batch, nor lines of them.`,
    hint: 'Send CloudEvents 1.0 as JSON, or in binary mode with the attributes in ce- headers.',
  },
  OTLP_TOO_LARGE: {
    kind: 'user',
    message: (at: { maximum: number }) =>
      `The export request is larger than ${at.maximum}, the limit for the characters, and for the spans, of one.`,
    hint: 'Let the exporter send smaller batches.',
  },
  OTLP_UNREADABLE: {
    kind: 'user',
    message: (at: { length: number }) =>
      `The ${at.length} characters that came are no trace export request of OTLP/HTTP in JSON.`,
    hint: 'Send traces with the JSON encoding: the exporter "otlphttp" of the OpenTelemetry Collector with encoding: json.',
  },
} satisfies ErrorTable

/** Makes an error of this package. */
export const connectError = errorsOf(connectErrors)
