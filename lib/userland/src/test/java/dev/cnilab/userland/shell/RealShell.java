package dev.cnilab.userland.shell;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A real shell of the machine that runs the tests, with the simulated machine's environment.
 *
 * @param name the shell's name
 * @param directory for its files
 */
record RealShell(String name, Path directory) {

  SandboxMachine.Result run(String script) throws Exception {
    Path sandbox = Files.createTempDirectory(directory, "sandbox");
    ProcessBuilder builder = new ProcessBuilder(name, "-c", script).directory(sandbox.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", "/root", "LC_ALL", "C", "TZ", "UTC"));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        builder
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int status = process.waitFor();
    return new SandboxMachine.Result(Files.readString(out), Files.readString(err), status);
  }
}
