// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The XML transformer of CloudStack's KVM agent: gives each domain a topology that its guest can use. The agent calls
// transform with its logger and the domain, and starts what comes back; where anything fails that is what went in.
//
// virt-topofix does the work. What is decided here is only what CloudStack's name of the guest OS, which the agent writes
// as the domain's description, means to libosinfo: the table says it.
import java.util.concurrent.TimeUnit

class TopofixTransformer {
    // The agent writes a topology into nearly every domain, which therefore does not say that somebody wants it. With
    // may-lose here, one that may lose is changed, too; the rest is listed so that it is told.
    static final String ONLY = '--only=may-lose,loses,invalid,legal,unknown-guest,unfixable'

    final String program = System.getenv('TOPOFIX') ?: 'virt-topofix'
    final String seconds = System.getenv('TOPOFIX_SECONDS') ?: '20'
    final String names = System.getenv('TOPOFIX_NAMES') ?: '/usr/share/virt-topofix/names/cloudstack.tsv'

    String transform(Object logger, String xml) {
        try {
            return filtered(logger, [program, '--file', '-', ONLY] + optionsOf(logger, xml), xml)
        } catch (Exception error) {
            logger.warn("virt-topofix: ${error.message ?: error}; the domain is not changed".toString())
            return xml
        }
    }

    // What the domain's description says of the guest, as options of virt-topofix.
    private List<String> optionsOf(Object logger, String xml) {
        def found = xml =~ '<description>([^<]*)</description>'
        if (!found.find()) {
            return []
        }
        try {
            def row = new File(names).readLines('UTF-8')*.split('\t').find { it[0] == found.group(1).trim() }
            return row == null ? [] : ["--os=${row[1]}".toString()] + (row.size() > 2 ? ["--edition=${row[2]}".toString()] : [])
        } catch (IOException error) {
            logger.warn("virt-topofix: ${names}: cannot be read, so that descriptions say nothing: ${error.message}".toString())
            return []
        }
    }

    // The domain as the program writes it. Its messages go to the log.
    private String filtered(Object logger, List<String> command, String xml) {
        def out = new ByteArrayOutputStream()
        def messages = new ByteArrayOutputStream()
        Process process = new ProcessBuilder(command).start()
        def readers = [process.consumeProcessOutputStream(out), process.consumeProcessErrorStream(messages)]
        try {
            process.outputStream.withStream { it.write(xml.getBytes('UTF-8')) }
        } catch (IOException ignored) {
            // It does not read all of it: its status says why.
        }
        if (!process.waitFor(seconds as long, TimeUnit.SECONDS)) {
            process.destroyForcibly()
            throw new IOException("${command[0]} took more than ${seconds} seconds")
        }
        readers*.join(1000L)
        messages.toString('UTF-8').readLines().each { logger.info(it) }
        if (!(process.exitValue() in [0, 4]) || out.size() == 0) {
            throw new IOException("${command[0]} ended with status ${process.exitValue()}")
        }
        return out.toString('UTF-8')
    }
}

new TopofixTransformer()
