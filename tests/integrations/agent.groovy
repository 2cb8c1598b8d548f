// SPDX-License-Identifier: LGPL-2.1-or-later
//
// agent.groovy FOLDER SCRIPT METHOD FILE...: what CloudStack's agent does with its hooks, for each of these domains. The
// result goes to FILE.out, and what the script logs to FILE.log.
class FileLogger {
    File file

    void info(Object message) { file << "INFO ${message}\n" }

    void warn(Object message) { file << "WARN ${message}\n" }
}

def engine = new GroovyScriptEngine(args[0])
args.drop(3).each { name ->
    def log = new File(name + '.log')
    log.text = ''
    GroovyObject script = (GroovyObject) engine.run(args[1], new Binding())
    Object[] given = [new FileLogger(file: log), new File(name).getText('UTF-8')]
    new File(name + '.out').setText((String) script.invokeMethod(args[2], given), 'UTF-8')
}
