package dev.cnilab.cluster.apiserver.registry.write;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reports what a strict decoder has found, as the client wants it. */
public final class StrictErrors {
  private static final String CONVERTING = "error converting YAML to JSON: ";
  private static final String UNMARSHALING = "yaml: unmarshal errors:\n";

  private StrictErrors() {}

  /**
   * Warns of errors, or returns what to reject the request with.
   *
   * @param errors looked for only if the client wants to hear of them
   */
  public static Optional<String> report(Supplier<List<String>> errors, Requester requester) {
    return switch (requester.fieldValidation()) {
      case IGNORE -> Optional.empty();
      case WARN -> {
        errors.get().forEach(error -> warn(error, requester.warnings()));
        yield Optional.empty();
      }
      case STRICT ->
          Optional.of(errors.get())
              .filter(found -> !found.isEmpty())
              .map(found -> String.join(", ", found));
    };
  }

  /** Warns of an error; one of go-yaml has a line for each field. */
  public static void warn(String error, Consumer<String> warnings) {
    String words = error.startsWith(CONVERTING) ? error.substring(CONVERTING.length()) : error;
    if (words.startsWith(UNMARSHALING)) {
      words.substring(UNMARSHALING.length()).lines().map(String::strip).forEach(warnings);
    } else {
      warnings.accept(error);
    }
  }
}
