package dev.cnilab.cluster.kubectl;

import dev.cnilab.cluster.client.config.Kubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder with a kubeconfig, beside which kubectl keeps what it learns of the server.
 */
public final class KubectlFolder implements AutoCloseable {
  private final Path folder;
  private final Path kubeconfig;

  public KubectlFolder(Kubeconfig content) {
    try {
      folder = Files.createTempDirectory("kubectl");
      kubeconfig = Files.writeString(folder.resolve("kubeconfig"), content.toYaml());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
