package dev.cnilab.userland.file.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.disk.OverlayTree;
import dev.cnilab.userland.hardware.WallClock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StraightWayTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "..", ".", "");

  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final Random random = new Random(7);
  private final StraightWay ways = new StraightWay();

  @Test
  void the_straight_way_finds_the_same_files_as_a_walk() {
    int found =
        loop.call(
            () -> {
              int sum = 0;
              for (int i = 0; i < 60; i++) {
                sum += compared(files());
              }
              return sum;
            });

    assertThat(found).isGreaterThan(4000);
  }

  @Test
  void the_straight_way_finds_files_unless_a_symlink_is_on_the_path() {
    loop.call(
        () -> {
          MountNamespace files = namespace();
          files.createDirectories("/a/b");
          files.createSymlink("/link", "/a");
          files.mount("/a/b/tmp", tmpfs(), "tmpfs", Mount.Access.READ_WRITE);
          take(files);

          assertThat(straight("/a/b")).isPresent();
          assertThat(straight("/a/b/new")).isPresent();
          assertThat(straight("/a/b/tmp/new")).hasValueSatisfying(this::isInMemory);
          assertThat(straight("/link")).isEmpty();
          assertThat(straight("/link/b")).isEmpty();
          assertThat(straight("/missing/b")).isEmpty();
          return true;
        });
  }

  private void isInMemory(ResolvedPath place) {
    assertThat(place.tree().typeName()).isEqualTo("tmpfs");
    assertThat(place.inTree()).isEqualTo("new");
  }

  private Optional<ResolvedPath> straight(String path) {
    return ways.find(path, FinalSymlink.FOLLOWED);
  }

  private FileTree tmpfs() {
    return Disk.tmpfs(new WallClock(loop), TmpfsOptions.USUAL);
  }

  private MountNamespace namespace() {
    return new MountNamespace(
        new OverlayTree(new Disk(loop).tree("/"), new Disk(loop).tree("/"), "/work"), "overlay");
  }

  private void take(MountNamespace files) {
    files.mounts().forEach(ways::put);
  }

  /** Random directories, files, symlinks and mounts; those that cannot be created are left out. */
  private MountNamespace files() {
    MountNamespace files = namespace();
    for (int i = 0; i < 40; i++) {
      try {
        make(files, path());
      } catch (IOException inTheWay) {
        // There is then one fewer.
      }
    }
    take(files);
    return files;
  }

  private void make(MountNamespace files, String path) throws IOException {
    switch (random.nextInt(8)) {
      case 0 -> files.write(path, "text");
      case 1 -> files.createSymlink(path, path());
      case 2 -> files.mount(path, tmpfs(), "tmpfs", Mount.Access.READ_WRITE);
      case 3 -> files.removeAll(path);
      default -> files.createDirectories(path);
    }
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int names = random.nextInt(8) == 0 ? NAMES.size() : 3;
      path.append('/').append(NAMES.get(random.nextInt(names)));
    }
    return path.toString();
  }

  private int compared(MountNamespace files) throws FileException {
    int found = 0;
    for (int i = 0; i < 300; i++) {
      String path = path();
      for (FinalSymlink last : FinalSymlink.values()) {
        Optional<ResolvedPath> place = ways.find(path, last);
        if (place.isPresent()) {
          found++;
          assertThat(place)
              .as("%s in %s", path, files.mounts())
              .contains(new PathWalk(ways.mounts(), path).walk(last));
        }
      }
    }
    files.mounts().forEach(mount -> ways.remove(mount.target()));
    return found;
  }
}
