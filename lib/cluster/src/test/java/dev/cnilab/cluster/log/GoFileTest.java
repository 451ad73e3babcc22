package dev.cnilab.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The messages of {@code os.ReadFile}. */
class GoFileTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final MountNamespace files = new MountNamespace(new Disk(loop).tree("/"), "/dev/vda1");

  @Test
  void opening_a_missing_file_fails() {
    assertThatThrownBy(() -> GoFile.text(files, "/etc/x"))
        .hasMessage("open /etc/x: no such file or directory")
        .isInstanceOfSatisfying(
            GoPathException.class, failure -> assertThat(failure.isNotExist()).isTrue());
  }

  @Test
  void reading_a_directory_fails() throws IOException {
    files.createDirectories("/etc/x");
    for (ThrowingRead read :
        new ThrowingRead[] {
          path -> GoFile.text(files, path),
          path -> GoFile.bytes(files, path),
          path -> GoFile.requireReadable(files, path)
        }) {
      assertThatThrownBy(() -> read.of("/etc/x"))
          .hasMessage("read /etc/x: is a directory")
          .isInstanceOfSatisfying(
              GoPathException.class, failure -> assertThat(failure.isNotExist()).isFalse());
    }
  }

  private interface ThrowingRead {
    void of(String path) throws IOException;
  }
}
