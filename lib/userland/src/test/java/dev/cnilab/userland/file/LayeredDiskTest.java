package dev.cnilab.userland.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.hardware.WallClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LayeredDiskTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);

  private static MountNamespace files(Disk disk) {
    return new MountNamespace(disk.tree("/"), "/dev/vda1");
  }

  /** A system with a hard link, a symlink, and a nested directory. */
  private Layer system() throws IOException {
    Disk disk = new Disk(loop);
    MountNamespace files = files(disk);
    files.createDirectories("/etc/conf.d");
    files.write("/etc/hosts", "127.0.0.1 localhost\n");
    files.setPermissions("/etc/hosts", 0600);
    files.createLink("/etc/hosts.again", "/etc/hosts");
    files.createSymlink("/etc/link", "hosts");
    files.write("/etc/conf.d/one", "1\n");
    return disk.layer();
  }

  @Test
  void two_disks_share_the_files_of_a_layer_without_copying_them() throws IOException {
    Layer system = system();
    Disk one = new Disk(new WallClock(loop), system);
    Disk two = new Disk(new WallClock(loop), system);

    assertThat(files(one).readText("/etc/link")).isEqualTo("127.0.0.1 localhost\n");
    assertThat(files(two).list("/etc")).containsExactly("conf.d", "hosts", "hosts.again", "link");
    assertThat(files(two).status("/etc/hosts").permissions()).isEqualTo(0600);
    assertThat(one.ownFiles()).isZero();
    assertThat(two.ownFiles()).isZero();
  }

  @Test
  void a_write_copies_only_that_file_to_the_disk() throws IOException {
    Layer system = system();
    Disk one = new Disk(new WallClock(loop), system);
    Disk two = new Disk(new WallClock(loop), system);

    files(one).append("/etc/hosts", "10.0.0.1 other\n");

    assertThat(one.ownFiles()).isEqualTo(1);
    assertThat(files(one).readText("/etc/hosts.again"))
        .isEqualTo("127.0.0.1 localhost\n10.0.0.1 other\n");
    assertThat(files(two).readText("/etc/hosts")).isEqualTo("127.0.0.1 localhost\n");
  }

  @Test
  void files_removed_or_renamed_on_one_disk_stay_on_the_other() throws IOException {
    Layer system = system();
    MountNamespace one = files(new Disk(new WallClock(loop), system));
    MountNamespace two = files(new Disk(new WallClock(loop), system));

    one.rename("/etc/conf.d", "/moved");
    one.unlink("/etc/hosts");
    one.unlink("/etc/link");

    assertThat(one.readText("/moved/one")).isEqualTo("1\n");
    assertThat(one.list("/etc")).containsExactly("hosts.again");
    assertThat(one.status("/etc/hosts.again").links()).isEqualTo(1);
    assertThat(two.list("/etc")).containsExactly("conf.d", "hosts", "hosts.again", "link");
    assertThat(two.status("/etc/hosts.again").links()).isEqualTo(2);
  }

  @Test
  void files_of_a_layer_have_the_time_at_which_the_disk_was_made() throws IOException {
    Layer system = system();
    loop.advance(Duration.ofSeconds(5));
    Instant since = loop.now();
    Disk disk = new Disk(new WallClock(loop), system);
    loop.advance(Duration.ofSeconds(5));

    files(disk).setPermissions("/etc/conf.d/one", 0755);

    assertThat(files(disk).status("/etc/hosts").modified()).isEqualTo(since);
    assertThat(files(disk).status("/etc/conf.d/one").modified()).isEqualTo(since);
  }

  @Test
  void files_of_a_layer_use_space_on_the_disk_until_they_are_removed() throws IOException {
    Disk disk = new Disk(loop);
    disk.tree("/images");
    long free = disk.space().inodesFree();
    long available = disk.space().available();

    FileTree image = disk.tree("/images/1", system());

    assertThat(new MountNamespace(image, "image").readText("/etc/conf.d/one")).isEqualTo("1\n");
    assertThat(disk.space().inodesFree()).isEqualTo(free - 6);
    assertThat(disk.space().available()).isEqualTo(available - 2 * Blocks.SIZE);
    files(disk).removeAll("/images/1");
    assertThat(disk.space().inodesFree()).isEqualTo(free);
    assertThat(disk.space().available()).isEqualTo(available);
  }

  @Test
  void a_layer_cannot_replace_an_existing_directory() throws IOException {
    Disk disk = new Disk(loop);
    Layer system = system();
    disk.tree("/images/1", system);

    assertThatThrownBy(() -> disk.tree("/images/1", system)).hasMessage("1: File exists");
  }

  @Test
  void a_layer_used_twice_on_a_disk_makes_two_directories() throws IOException {
    Disk disk = new Disk(loop);
    Layer system = system();
    disk.tree("/images/1", system);
    disk.tree("/images/2", system);

    files(disk).write("/images/1/etc/conf.d/one", "changed\n");

    assertThat(files(disk).readText("/images/2/etc/conf.d/one")).isEqualTo("1\n");
    assertThat(files(disk).status("/images/1/etc").inode())
        .isNotEqualTo(files(disk).status("/images/2/etc").inode());
  }

  @Test
  void an_open_file_stays_readable_after_its_last_name_is_removed() throws IOException {
    Disk disk = new Disk(new WallClock(loop), system());
    FileTree tree = disk.tree("/");
    var own = tree.open("new", OpenMode.READ_WRITE);
    var ofLayer = tree.open("etc/conf.d/one", OpenMode.READ);
    own.write(new byte[] {1, 2, 3}, 0, 3);
    var again = tree.open("new", OpenMode.READ);
    long available = disk.space().available();

    tree.remove("new");
    tree.remove("etc/conf.d/one");

    byte[] read = new byte[8];
    assertThat(again.read(read, 0, 8)).isEqualTo(3);
    assertThat(ofLayer.read(read, 0, 8)).isEqualTo(2);
    assertThat(disk.space().available()).isEqualTo(available);
    own.close();
    again.close();
    ofLayer.close();
    assertThat(disk.space().available()).isEqualTo(available + 2 * Blocks.SIZE);
    assertThat(disk.ownFiles()).isEqualTo(2); // the two directories
  }

  @Test
  void an_open_reader_of_a_layer_file_sees_a_later_write() throws IOException {
    Disk disk = new Disk(new WallClock(loop), system());
    var reader = disk.tree("/").open("etc/conf.d/one", OpenMode.READ);

    files(disk).write("/etc/conf.d/one", "changed\n");

    byte[] read = new byte[16];
    int count = reader.read(read, 0, 16);
    assertThat(new String(read, 0, count, StandardCharsets.UTF_8)).isEqualTo("changed\n");
    reader.close();
  }

  @Test
  void a_directory_has_a_link_for_each_of_its_subdirectories() throws IOException {
    MountNamespace files = files(new Disk(new WallClock(loop), system()));
    files.createDirectory("/etc/more");
    files.rename("/etc/conf.d", "/conf.d");

    assertThat(files.status("/etc").links()).isEqualTo(3);
    assertThat(files.status("/").links()).isEqualTo(4);
  }

  @Test
  void a_directory_lists_3000_names_in_order_and_removes_them_all() throws IOException {
    Disk disk = new Disk(loop);
    MountNamespace files = files(disk);
    for (int i = 0; i < 3000; i++) {
      files.write("/" + i * 7919 % 3000, "");
    }

    assertThat(files.list("/")).hasSize(3000).isSorted();
    for (int i = 0; i < 3000; i++) {
      files.unlink("/" + i);
    }
    assertThat(files.list("/")).isEmpty();
    assertThat(disk.ownFiles()).isEqualTo(1);
  }
}
