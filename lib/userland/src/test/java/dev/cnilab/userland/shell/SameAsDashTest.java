package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of a resource in the real dash with coreutils too, and compares. */
class SameAsDashTest {
  private static final Path DASH = Path.of("/usr/bin/dash");
  private static final List<String> NOT_ON_EVERY_DEBIAN = List.of("hexdump");

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> a_script_prints_and_returns_the_same_as_in_dash() {
    assumeTrue(Files.isExecutable(DASH), "there is no " + DASH + " here to compare with");
    return scripts("same-as-dash.txt").stream()
        .map(script -> DynamicTest.dynamicTest(script, () -> compare(script)));
  }

  private void compare(String script) throws Exception {
    for (String command : NOT_ON_EVERY_DEBIAN) {
      assumeTrue(
          !script.contains(command) || Files.isExecutable(Path.of("/usr/bin", command)),
          "there is no " + command + " here to compare with");
    }
    assumeTrue(
        !script.contains("whoami") || "root".equals(System.getProperty("user.name")),
        "the machine's shell is root's, this one is not");
    SandboxMachine.Result real = new RealShell("sh", directory).run(script);
    try (SandboxMachine machine = new SandboxMachine()) {
      assertThat(machine.sh(script)).isEqualTo(real);
    }
  }

  /** Scripts separated by lines of {@code ---}. */
  static List<String> scripts(String resource) {
    try (InputStream in = SameAsDashTest.class.getResourceAsStream(resource)) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return new ArrayList<>(List.of(all.strip().split("\n---\n")));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
