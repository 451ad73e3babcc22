package dev.cnilab.lab.begun;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stores the initial state of a step beside the progress, so that it survives the kernel. */
record BegunFile(Path file) {

  /**
   * A step in progress.
   *
   * @param cluster the UID of the cluster it began on
   * @param saved manifests saved since, by object name
   */
  record Begun(String step, String cluster, State state, Map<String, String> saved) {

    Begun with(String resource, String manifest) {
      Map<String, String> more = new TreeMap<>(saved);
      more.put(resource, manifest);
      return new Begun(step, cluster, state, more);
    }
  }

  Optional<Begun> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Json json = Json.parse(Files.readString(file));
      return Optional.of(
          new Begun(
              json.text("/step"),
              json.text("/cluster"),
              new State(json.fields("/state")),
              json.fields("/saved")));
    } catch (IOException | IllegalArgumentException damaged) {
      return Optional.empty(); // the next begin writes it again
    }
  }

  void write(Begun begun) {
    Json json =
        Json.of(
            Map.of(
                "step", begun.step(),
                "cluster", begun.cluster(),
                "state", begun.state().things(),
                "saved", begun.saved()));
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
