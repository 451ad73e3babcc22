package dev.cnilab.lab.client;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kubeconfig files: those in KUBECONFIG, or {@code ~/.kube/config}. */
public final class KubeconfigFiles {

  /** The name of an extension, ignored by kubectl, that denies its user the diagnosis. */
  public static final String BLIND = "cnilab-blind";

  /** In bytes; a kubeconfig of a thousand clusters has a few million. */
  private static final int LARGEST = 16 * 1024 * 1024;

  private KubeconfigFiles() {}

  /**
   * Their present content; a cluster that restarts writes them again.
   *
   * @throws LabException if there is none
   */
  public static String text() {
    requireText();
    return content();
  }

  /**
   * Checks that there is some.
   *
   * @throws LabException if there is none
   */
  static void requireText() {
    if (content().isEmpty()) {
      throw LabException.of(
          "could not find the cluster",
          (named().isEmpty()
                  ? "KUBECONFIG is not set, and there is nothing in "
                  : "KUBECONFIG names nothing, or only empty files: ")
              + files(),
          Suggestions.START_A_CLUSTER);
    }
  }

  private static String content() {
    return files().stream()
        .filter(Files::exists)
        .map(KubeconfigFiles::read)
        .collect(Collectors.joining());
  }

  /**
   * The file of the embedded cluster: the one beside a real cluster, or the first of {@link
   * #files}.
   */
  static Path embedded() {
    String beside = System.getenv("CNILAB_BESIDE");
    return beside == null ? files().getFirst() : Path.of(beside);
  }

  private static List<Path> files() {
    List<Path> named = named();
    return named.isEmpty()
        ? List.of(Path.of(System.getProperty("user.home"), ".kube", "config"))
        : named;
  }

  /** The files in KUBECONFIG; an empty value counts as unset, as in kubectl. */
  private static List<Path> named() {
    String names = Objects.requireNonNullElse(System.getenv("KUBECONFIG"), "");
    return Stream.of(names.split(File.pathSeparator, -1))
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .toList();
  }

  /**
   * The kubeconfig of the embedded cluster beside a real one, from the file that CNILAB_BESIDE
   * names; empty if there is none.
   */
  static Optional<String> beside() {
    String file = System.getenv("CNILAB_BESIDE");
    if (file == null) {
      return Optional.empty();
    }
    return Optional.of(read(Path.of(file)));
  }

  /** The text of a file, as far as it can be a kubeconfig: a device may have no end. */
  static String read(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] beginning = bytes.readNBytes(LARGEST + 1);
      if (beginning.length > LARGEST) {
        throw LabException.of(
            "could not read " + file,
            "it is longer than a kubeconfig may be, " + LARGEST + " bytes",
            Suggestions.START_A_CLUSTER);
      }
      return new String(beginning, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw LabException.of("could not read " + file, e.toString(), Suggestions.START_A_CLUSTER);
    }
  }
}
