package dev.cnilab.lab.begun;

import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Keeps what a step has begun with beside the progress, so that it survives the kernel. */
record BegunFile(Path file) {

  /**
   * A step that has begun.
   *
   * @param cluster the uid of the cluster it has begun on
   */
  record Begun(String step, String cluster, State state) {}

  Optional<Begun> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Json json = Json.parse(Files.readString(file));
      return Optional.of(
          new Begun(
              json.text("/step"), json.text("/cluster"), new State(json.fields("/state"))));
    } catch (IOException | IllegalArgumentException damaged) {
      return Optional.empty(); // the next begin writes another
    }
  }

  void write(Begun begun) {
    Json json =
        Json.of(
            Map.of(
                "step", begun.step(),
                "cluster", begun.cluster(),
                "state", begun.state().things()));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, json.indented());
    } catch (IOException e) {
      throw LabException.of(
          "could not keep what the step begins with in " + file,
          e.toString(),
          Suggestions.NAME_A_PROGRESS_FILE);
    }
  }
}
