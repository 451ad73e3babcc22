package dev.cnilab.userland.file.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileUsage;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.hardware.WallClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MountNamespaceTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final Disk disk = loop.call(() -> new Disk(loop));
  private final MountNamespace node =
      loop.call(() -> new MountNamespace(disk.tree("/"), "/dev/vda1"));

  private <T> T on(Callable<T> action) {
    return loop.call(action);
  }

  private MountNamespace container() throws FileException {
    node.createDirectories("/run/c1/rootfs");
    return new MountNamespace(disk.tree("/run/c1/rootfs"), "overlay");
  }

  @Test
  void dot_dot_and_symlinks_do_not_escape_the_root() {
    String read =
        on(
            () -> {
              MountNamespace container = container();
              node.write("/secret", "of the node");
              container.write("/secret", "of the container");
              container.createSymlink("/up", "../../../secret");
              container.createSymlink("/absolute", "/secret");
              return container.readText("/../../../secret")
                  + ", "
                  + container.readText("/up")
                  + ", "
                  + container.readText("/absolute");
            });
    assertThat(read).isEqualTo("of the container, of the container, of the container");
  }

  @Test
  void a_bind_mount_shows_the_same_files_in_both_places() {
    String read =
        on(
            () -> {
              MountNamespace container = container();
              node.createDirectories("/etc/cni/net.d");
              container.bind("/host/cni", node, "/etc/cni/net.d", Mount.Access.READ_WRITE);
              container.write("/host/cni/10-flannel.conflist", "{}");
              return node.readText("/etc/cni/net.d/10-flannel.conflist");
            });
    assertThat(read).isEqualTo("{}");
  }

  @Test
  void a_write_to_a_read_only_mount_fails_with_the_path() {
    assertThatThrownBy(
            () ->
                on(
                    () -> {
                      MountNamespace container = container();
                      node.createDirectories("/data");
                      container.bind("/data", node, "/data", Mount.Access.READ_ONLY);
                      container.write("/data/x", "y");
                      return null;
                    }))
        .cause()
        .hasMessage("/data/x: Read-only file system");
  }

  @Test
  void a_rename_across_mounts_fails_with_exdev() {
    assertThatThrownBy(
            () ->
                on(
                    () -> {
                      node.createDirectories("/tmp");
                      node.mount(
                          "/tmp",
                          Disk.tmpfs(new WallClock(loop), TmpfsOptions.USUAL),
                          "tmpfs",
                          Mount.Access.READ_WRITE);
                      node.write("/file", "x");
                      node.rename("/file", "/tmp/file");
                      return null;
                    }))
        .cause()
        .hasMessage("/tmp/file: Invalid cross-device link");
  }

  @Test
  void a_symlink_loop_fails_with_eloop() {
    assertThatThrownBy(
            () ->
                on(
                    () -> {
                      node.createSymlink("/a", "b");
                      node.createSymlink("/b", "a");
                      return node.readText("/a");
                    }))
        .cause()
        .hasMessage("/a: Too many levels of symbolic links");
  }

  @Test
  void unmounting_uncovers_the_files_below() {
    List<String> names =
        on(
            () -> {
              node.createDirectories("/mnt");
              node.write("/mnt/below", "");
              node.mount(
                  "/mnt",
                  Disk.tmpfs(new WallClock(loop), TmpfsOptions.USUAL),
                  "tmpfs",
                  Mount.Access.READ_WRITE);
              List<String> seen = new ArrayList<>(node.list("/mnt"));
              node.unmount("/mnt");
              seen.addAll(node.list("/mnt"));
              return seen;
            });
    assertThat(names).containsExactly("below");
  }

  @Test
  void a_watch_reports_changes_made_through_any_mount() throws IOException {
    List<FileEvent> heard = new ArrayList<>();
    on(
        () -> {
          MountNamespace container = container();
          node.createDirectories("/etc/cni/net.d");
          container.bind("/cni", node, "/etc/cni/net.d", Mount.Access.READ_WRITE);
          node.watch("/etc/cni/net.d", heard::add);
          container.write("/cni/new", "x");
          container.rename("/cni/new", "/cni/moved");
          container.unlink("/cni/moved");
          return null;
        });
    loop.advance(Duration.ofMillis(1));
    assertThat(on(() -> List.copyOf(heard)))
        .containsExactly(
            new FileEvent(FileEvent.Kind.CREATE, "new"),
            new FileEvent(FileEvent.Kind.WRITE, "new"),
            new FileEvent(FileEvent.Kind.RENAME, "new"),
            new FileEvent(FileEvent.Kind.CREATE, "moved"),
            new FileEvent(FileEvent.Kind.REMOVE, "moved"));
  }

  @Test
  void a_closed_watch_reports_no_events() throws IOException {
    List<FileEvent> heard = new ArrayList<>();
    on(
        () -> {
          FileWatch watch = node.watch("/", heard::add);
          node.write("/one", "");
          watch.close();
          return null;
        });
    loop.advance(Duration.ofMillis(1));
    assertThat(on(() -> List.copyOf(heard))).isEmpty();
  }

  @Test
  void deep_directories_are_measured_and_removed_as_a_whole() {
    String left =
        on(
            () -> {
              StringBuilder path = new StringBuilder("/deep");
              for (int i = 0; i < 300; i++) {
                node.createDirectory(path.toString());
                path.append("/d");
              }
              FileUsage usage = node.usage("/deep");
              node.removeAll("/deep");
              return usage.bytes() + " " + usage.inodes() + " " + node.exists("/deep");
            });
    assertThat(left).isEqualTo(300 * 4096 + " 300 false");
  }

  @Test
  void create_directories_accepts_extra_slashes_and_fails_below_a_file() {
    List<String> made =
        on(
            () -> {
              node.createDirectories("/a//b/c/", 0700);
              node.createDirectories("/a/b/c");
              node.write("/a/file", "");
              return List.of(
                  String.join(",", node.list("/a/b")),
                  Integer.toOctalString(node.status("/a/b").permissions()));
            });

    assertThat(made).containsExactly("c", "700");
    assertThatThrownBy(
            () ->
                on(
                    () -> {
                      node.createDirectories("/a/file/below");
                      return null;
                    }))
        .cause()
        .hasMessage("/a/file: File exists");
  }

  private static List<Integer> ids(MountNamespace files) {
    return files.mounts().stream().map(Mount::id).toList();
  }

  @Test
  void a_mount_keeps_its_id_which_is_unique_on_the_machine() {
    List<List<Integer>> ids =
        on(
            () -> {
              MountNamespace container = node.another(disk.tree("/"), "overlay");
              node.mount("/a", disk.tree("/"), "a", Mount.Access.READ_WRITE);
              node.remount("/a", Mount.Access.READ_ONLY);
              node.unmount("/a");
              node.bind("/a", node, "/", Mount.Access.READ_WRITE);
              node.remount("/a", Mount.Access.READ_ONLY, Set.of(Mount.Flag.NOEXEC));
              return List.of(
                  ids(container), ids(node), ids(node.copy()), ids(node.below("/")), ids(node));
            });

    assertThat(ids)
        .containsExactly(
            List.of(23), List.of(22, 25), List.of(26, 27), List.of(22, 25), List.of(22, 25));
  }

  @Test
  void the_flags_of_a_mount_are_an_immutable_copy() {
    Set<Mount.Flag> flags = EnumSet.of(Mount.Flag.NOEXEC);
    Mount mount =
        on(
            () -> {
              node.mount("/a", disk.tree("/"), "a", Mount.Access.READ_WRITE, flags);
              return node.mountOf("/a");
            });
    flags.add(Mount.Flag.NODEV);

    assertThat(mount.flags()).containsExactly(Mount.Flag.NOEXEC);
    assertThatThrownBy(() -> mount.flags().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
