package dev.cnilab.lab.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigFilesTest {
  @Test
  void an_endless_kubeconfig_is_rejected(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("config");
    Files.writeString(file, "apiVersion: v1\n");
    assertThat(KubeconfigFiles.read(file)).isEqualTo("apiVersion: v1\n");
    Path endless = Path.of("/dev/zero");
    assertThatThrownBy(() -> KubeconfigFiles.read(endless))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith(
            "could not read /dev/zero: it is longer than a kubeconfig may be, 16777216 bytes")
        .hasMessageContaining("Start one with ./lab");
  }
}
