package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of a resource in the real bash too, and compares. */
class SameAsBashTest {
  private static final String BASH = "/bin/bash";

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> a_script_prints_and_returns_the_same_as_in_bash() throws Exception {
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
    SandboxMachine.Result real = new RealShell("bash", directory).run(script);
    try (SandboxMachine machine = new SandboxMachine()) {
      assertThat(machine.run(List.of("bash", "-c", script), "")).isEqualTo(real);
    }
  }
}
