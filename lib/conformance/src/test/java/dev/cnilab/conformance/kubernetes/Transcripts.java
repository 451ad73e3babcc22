package dev.cnilab.conformance.kubernetes;

import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The captures of a folder, in the order in which they were recorded. */
record Transcripts(Path folder) {
  List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(".txt"))
          .filter(file -> !file.endsWith("README.txt"))
          .map(folder::relativize)
          .sorted()
          .toList();
    }
  }

  Transcript read(Path file) {
    try {
      return Transcript.read(folder.resolve(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The files of a folder are one session on a new cluster, others are sessions of their own. */
  static ClusterHistory past(Path file) {
    return file.getParent() == null ? ClusterHistory.USED : ClusterHistory.NEW;
  }
}
