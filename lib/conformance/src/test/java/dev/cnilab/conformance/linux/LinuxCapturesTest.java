package dev.cnilab.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxCapturesTest {
  @Test
  void every_linux_capture_of_the_project_agrees() throws IOException {
    List<String> report = new ArrayList<>();
    LinuxConformance run = LinuxConformance.replay(own(), List.of(), report::add);
    assertThat(run.differing()).as(String.join("\n", report)).isEmpty();
    assertThat(run.agreeing()).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void every_linux_capture_beside_the_project_agrees() throws IOException {
    Path directory = beside();
    assumeThat(directory).as("captures of a real kernel (-Dcnilab.shared=DIR)").isDirectory();
    List<String> report = new ArrayList<>();
    LinuxConformance run = LinuxConformance.replay(directory, List.of(), report::add);
    assertThat(run.differing()).as(String.join("\n", report)).isEmpty();
    assertThat(run.agreeing()).isNotEmpty();
  }

  @Test
  void a_difference_is_shown_with_its_command_and_both_sides(@TempDir Path directory)
      throws IOException {
    Files.writeString(directory.resolve("wrong.script"), "[-] ip netns list\n> nobody\n= 3\n");
    List<String> report = new ArrayList<>();

    LinuxConformance run = LinuxConformance.replay(directory, List.of("wrong"), report::add);

    assertThat(run.differing()).containsExactly("wrong.script");
    assertThat(report)
        .containsExactly(
            "--- wrong.script",
            "+++ simulation",
            "@@ [-] ip netns list",
            "-> nobody",
            "-= 3",
            "0 of 1 scripts agree");
  }

  @Test
  void a_single_script_can_be_replayed_by_its_path(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("right.script"), "[-] ip netns list\n");
    Files.writeString(directory.resolve("wrong.script"), "[-] ip netns list\n> nobody\n");

    LinuxConformance run =
        LinuxConformance.replay(directory.resolve("right.script"), List.of(), line -> {});

    assertThat(run.agreeing()).containsExactly("right.script");
    assertThat(run.differing()).isEmpty();
  }

  private static Path own() {
    return Path.of("captures", "linux");
  }

  /** The folder of captures beside the project, unless it was cloned alone; set by the build. */
  private static Path beside() {
    return Path.of(System.getProperty("cnilab.shared", "../shared"), "conformance", "linux");
  }
}
