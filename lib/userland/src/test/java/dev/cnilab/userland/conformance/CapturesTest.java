package dev.cnilab.userland.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CapturesTest {
  /** How many of the captures beside the project agree at least; raise it as it grows. */
  private static final int FLOOR = 64;

  @Test
  void every_capture_of_the_project_agrees() throws Exception {
    List<String> report = new ArrayList<>();
    LinuxConformance run = LinuxConformance.replay(own(), List.of(), report::add);
    assertThat(run.differing()).as(String.join("\n", report)).isEmpty();
    assertThat(run.agreeing()).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void captures_beside_the_project_agree_at_least_as_often_as_before() throws IOException {
    Path directory = beside();
    assumeThat(directory).as("captures of a real kernel (CNILAB_CONFORMANCE)").isDirectory();
    List<String> report = new ArrayList<>();
    LinuxConformance run = LinuxConformance.replay(directory, List.of(), report::add);
    assertThat(run.agreeing().size())
        .as("of %s; differing: %s", directory, run.differing())
        .isGreaterThanOrEqualTo(FLOOR);
  }

  @Test
  void a_difference_is_shown_with_its_command_and_both_sides() throws IOException {
    Path directory = Files.createTempDirectory("captures");
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

  private static Path own() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(CapturesTest.class.getResource("/conformance")).toURI());
  }

  private static Path beside() {
    String given = System.getProperty("cnilab.conformance", System.getenv("CNILAB_CONFORMANCE"));
    if (given != null) {
      return Path.of(given);
    }
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("lab"))) {
      project = project.getParent();
    }
    return project.resolveSibling("shared").resolve("conformance").resolve("linux");
  }
}
