package dev.cnilab.userland.file.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.mount.MountNamespace;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverlayTreeTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final Disk disk = new Disk(loop);
  private final MountNamespace image = new MountNamespace(disk.tree("/image"), "image");
  private final MountNamespace container =
      new MountNamespace(
          new OverlayTree(disk.tree("/image"), disk.tree("/upper"), "/work"), "overlay");

  @BeforeEach
  void anImage() throws Exception {
    image.createDirectories("/etc/conf.d");
    image.write("/etc/hosts", "127.0.0.1 localhost\n");
    image.write("/etc/conf.d/one", "1\n");
    image.createSymlink("/etc/link", "hosts");
  }

  @Test
  void a_write_changes_the_container_and_not_the_image() throws Exception {
    container.append("/etc/hosts", "10.0.0.1 other\n");

    assertThat(container.readText("/etc/link")).isEqualTo("127.0.0.1 localhost\n10.0.0.1 other\n");
    assertThat(image.readText("/etc/hosts")).isEqualTo("127.0.0.1 localhost\n");
  }

  @Test
  void a_recreated_directory_does_not_show_the_files_of_the_image() throws Exception {
    container.removeAll("/etc/conf.d");
    container.createDirectory("/etc/conf.d");

    assertThat(container.list("/etc/conf.d")).isEmpty();
    assertThat(container.list("/etc")).containsExactly("conf.d", "hosts", "link");
    assertThat(image.list("/etc/conf.d")).containsExactly("one");
  }

  @Test
  void a_non_empty_directory_of_the_image_cannot_be_removed() {
    assertThatThrownBy(() -> container.removeDirectory("/etc/conf.d"))
        .hasMessage("etc/conf.d: Directory not empty");
  }

  @Test
  void files_of_the_image_can_be_renamed_and_directories_cannot() throws Exception {
    container.rename("/etc/hosts", "/etc/hosts.old");

    assertThat(container.exists("/etc/hosts")).isFalse();
    assertThat(container.readText("/etc/hosts.old")).isEqualTo("127.0.0.1 localhost\n");
    assertThatThrownBy(() -> container.rename("/etc/conf.d", "/etc/other"))
        .hasMessage("etc/other: Invalid cross-device link");
  }
}
