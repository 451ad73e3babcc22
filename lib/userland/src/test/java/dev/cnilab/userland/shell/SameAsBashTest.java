package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of a resource through the real bash too, and compares. */
class SameAsBashTest {
  private static final String BASH = "/bin/bash";

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> a_script_prints_and_returns_what_it_does_in_bash() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of(BASH)) && version().contains("version 5.2"),
        "there is no bash 5.2 here to compare with");
    return SameAsDashTest.scripts("same-as-bash.txt").stream()
        .map(script -> DynamicTest.dynamicTest(script, () -> compare(script)));
  }

  private static String version() throws Exception {
    Process bash = new ProcessBuilder(BASH, "--version").start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private void compare(String script) throws Exception {
    SandboxMachine.Result real = real(script);
    try (SandboxMachine machine = new SandboxMachine()) {
      assertThat(machine.run(List.of("bash", "-c", script), "")).isEqualTo(real);
    }
  }

  private SandboxMachine.Result real(String script) throws Exception {
    Path sandbox = Files.createTempDirectory(directory, "sandbox");
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(sandbox.toFile());
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
