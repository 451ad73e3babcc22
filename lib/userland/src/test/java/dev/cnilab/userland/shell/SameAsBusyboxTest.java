package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnilab.userland.distribution.Distribution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of a resource in the real busybox too, and compares. */
class SameAsBusyboxTest {
  private static final Path BUSYBOX = Path.of("/usr/bin/busybox");

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> a_script_prints_and_returns_the_same_as_in_busybox() {
    assumeTrue(Files.isExecutable(BUSYBOX), "there is no " + BUSYBOX + " here to compare with");
    return SameAsDashTest.scripts("same-as-busybox.txt").stream()
        .map(script -> DynamicTest.dynamicTest(script, () -> compare(script)));
  }

  private void compare(String script) throws Exception {
    SandboxMachine.Result real = real(script);
    try (SandboxMachine machine = new SandboxMachine(Distribution.BUSYBOX)) {
      assertThat(machine.sh(script)).isEqualTo(real);
    }
  }

  private SandboxMachine.Result real(String script) throws Exception {
    Path applets = directory.resolve("bin");
    if (!Files.exists(applets)) {
      Files.createDirectories(applets);
      new ProcessBuilder(BUSYBOX.toString(), "--install", "-s", applets.toString())
          .start()
          .waitFor();
    }
    Path sandbox = Files.createTempDirectory(directory, "sandbox");
    ProcessBuilder builder =
        new ProcessBuilder(BUSYBOX.toString(), "sh", "-c", script).directory(sandbox.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", applets.toString(), "HOME", "/root", "LC_ALL", "C", "TZ", "UTC"));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        builder
            .redirectInput(new java.io.File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int status = process.waitFor();
    return new SandboxMachine.Result(Files.readString(out), Files.readString(err), status);
  }
}
