package dev.cnilab.userland.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** In-memory file systems, and permission bits other than read, write and execute. */
class SpecialFilesTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Test
  void a_tmpfs_holds_no_more_than_its_size_option_allows() {
    sh("mkdir /m; mount -t tmpfs -o size=100k none /m");

    assertThat(sh("df -k /m | tail -n1")).matches("none +100 +0 +100 +0% /m\n");
    assertThat(sh("mount | grep /m; stat -c %a /m"))
        .isEqualTo("none on /m type tmpfs (rw,relatime,size=100k,inode64)\n1777\n");
    assertThat(sh("head -c 200000 /dev/urandom > /m/f; stat -c %s /m/f; touch /m/g; ls /m"))
        .contains("f\ng\n", "No space left on device");
    assertThat(sh("rm /m/f; echo room > /m/h; cat /m/h")).isEqualTo("room\n");
  }

  @Test
  void a_tmpfs_takes_a_percentage_of_memory_and_half_by_default() {
    sh("mkdir /a /b; mount -t tmpfs -o size=10% a /a; mount -t tmpfs b /b");

    assertThat(sh("df -k /a /b | awk 'NR>1 {s[NR]=$2} END {printf \"%.0f\\n\", s[3]/s[2]}'"))
        .isEqualTo("5\n");
    assertThat(sh("grep ' /[ab] ' /proc/mounts | grep -c size=")).isEqualTo("1\n");
    assertThat(sh("mount -t tmpfs -o size=much c /a; echo $?"))
        .startsWith("32\n")
        .contains("wrong fs type, bad option, bad superblock on c");
  }

  @Test
  void a_mount_has_its_given_options_and_rejects_unknown_ones() {
    sh("mkdir /m; mount -t tmpfs -o size=100k,mode=755,noexec,nosuid,noatime none /m");

    assertThat(sh("mount | grep /m"))
        .isEqualTo("none on /m type tmpfs (rw,nosuid,noexec,noatime,size=100k,mode=755,inode64)\n");
    assertThat(sh("cp /usr/bin/true /m/; /m/true; echo $?")).contains("126\n", "Permission denied");
    assertThat(sh("mount -o remount,exec,atime /m; /m/true; echo $?; grep /m /proc/mounts"))
        .isEqualTo("0\nnone /m tmpfs rw,nosuid,relatime,size=100k,mode=755,inode64 0 0\n");
    assertThat(sh("mount -t tmpfs -o bogus none /m; echo $?; mount -o remount,bogus /m; echo $?"))
        .contains("bad option, bad superblock on none", "mount point not mounted or bad option");
    assertThat(sh("mkdir /b; mount --bind /usr/bin /b; mount -o remount,bind,ro,nodev /b"))
        .isEmpty();
    assertThat(sh("grep ' /b ' /proc/mounts")).startsWith("/dev/vda1 /b ext4 ro,nodev,relatime");
  }

  @Test
  void a_bind_mount_shows_its_source_and_its_file_system() {
    sh("mkdir /b /m; mount --bind /usr/bin /b; mount -t tmpfs none /m");

    assertThat(sh("findmnt -n -o SOURCE /b")).isEqualTo("/dev/vda1[/usr/bin]\n");
    assertThat(sh("awk '$5 == \"/\" || $5 == \"/b\" {print $3, $4}' /proc/self/mountinfo"))
        .isEqualTo("254:1 /\n254:1 /usr/bin\n");
    assertThat(sh("awk '$5 == \"/m\" {print $3}' /proc/self/mountinfo")).startsWith("0:");
    String id = "$(awk '$5 == \"/\" {print $1}' /proc/self/mountinfo)";
    assertThat(sh("awk '$5 == \"/b\" {print $2}' /proc/self/mountinfo | grep -cx " + id))
        .isEqualTo("1\n");
  }

  @Test
  void df_lists_each_file_system_with_storage_once() {
    sh("mkdir /b /m; mount --bind /usr/bin /b; mount -t tmpfs -o size=1m none /m");

    assertThat(sh("df | awk '{print $1, $NF}'"))
        .contains("/dev/vda1 /\n", "none /m\n")
        .doesNotContain(" /b\n", "proc", "sysfs");
    assertThat(sh("df -a | awk '{print $NF}'")).contains("/b\n", "/proc\n");
    assertThat(sh("df -T -t tmpfs /m; df /proc | tail -n1"))
        .isEqualTo(
            """
            Filesystem     Type  1K-blocks  Used Available Use% Mounted on
            none           tmpfs      1024     0      1024   0% /m
            proc                   0     0         0    - /proc
            """);
    assertThat(sh("df -hi /m | head -n1; df -P /m | head -n1"))
        .isEqualTo(
            """
            Filesystem     Inodes IUsed IFree IUse% Mounted on
            Filesystem     1024-blocks  Used Available Capacity Mounted on
            """);
    assertThat(sh("df /nowhere; echo $?; df -t nosuch; echo $?"))
        .contains("df: /nowhere: No such file or directory", "df: no file systems processed");
  }

  @Test
  void a_remount_changes_only_the_given_options() {
    sh("mkdir /m; mount -t tmpfs -o size=1m,ro none /m");
    String options = "; awk '$5 == \"/m\" {print $6}' /proc/self/mountinfo";

    assertThat(sh("mount -o remount,noexec /m" + options)).isEqualTo("ro,noexec,relatime\n");
    assertThat(sh("mount -r -o remount,rw /m" + options)).isEqualTo("rw,noexec,relatime\n");
    assertThat(sh("mount -r -o remount,exec /m" + options)).isEqualTo("ro,relatime\n");
    assertThat(sh("mount -w -o remount /m" + options)).isEqualTo("rw,relatime\n");
    assertThat(sh("mount -o remount -o nodev -o ro /m" + options)).isEqualTo("ro,nodev,relatime\n");
  }

  @Test
  void a_bind_mount_inherits_the_options_of_its_source_unless_given_others() {
    sh("mkdir /m /b; mount -t tmpfs none /m; mkdir /m/d; mount -o remount,bind,ro,noexec /m");
    String show =
        " /m/d /b; awk '$5 == \"/b\" {print $6}' /proc/self/mountinfo; touch /b/f; umount /b";
    String unchanged = "ro,noexec,relatime\ntouch: cannot touch '/b/f': Read-only file system\n";

    assertThat(sh("mount --bind" + show)).isEqualTo(unchanged);
    assertThat(sh("mount -o rbind" + show)).isEqualTo(unchanged);
    assertThat(sh("mount -w -o bind,rw,exec" + show)).isEqualTo(unchanged);
    assertThat(sh("mount -o bind,nodev" + show)).isEqualTo("rw,nodev,relatime\n");
    assertThat(sh("mount -r --bind" + show)).startsWith("ro,relatime\n");
  }

  @Test
  void df_applies_its_type_filters_to_named_files_too() {
    sh("mkdir /m; mount -t tmpfs -o size=1m none /m");

    assertThat(sh("df -t ext4 /m; echo $?; df -x tmpfs /m; echo $?"))
        .isEqualTo("1\n1\n" + "df: no file systems processed\n".repeat(2));
    assertThat(sh("df -t ext4 -t tmpfs / /m | awk 'NR > 1 {print $NF}'")).isEqualTo("/\n/m\n");
    assertThat(sh("df -x ext4 -x tmpfs -x devtmpfs; echo $?")).startsWith("1\n");
    assertThat(sh("df -t tmpfs -x tmpfs /m; echo $?"))
        .isEqualTo("1\ndf: file system type 'tmpfs' both selected and excluded\n");
  }

  @Test
  void a_second_mount_at_a_path_hides_the_first() {
    sh("mkdir /m; mount -t tmpfs -o size=1m first /m; mount -t tmpfs -o size=2m second /m");
    sh("mkdir /m/d; mount -t tmpfs third /m/d");

    assertThat(sh("df /m | awk 'NR > 1 {print $1}'; df | awk '/m$/ {print $1}'"))
        .isEqualTo("second\nsecond\n");
    String tree = "awk '$5 ~ \"^/m\" {name[$1] = $9; print $9, name[$2]}' /proc/self/mountinfo";
    assertThat(sh(tree)).isEqualTo("first \nsecond first\nthird second\n");
    String both = "/m first\n/m second\n";
    for (String one : List.of("-T /m", "-M /m", "/m")) {
      assertThat(sh("findmnt -no TARGET,SOURCE " + one + " | tr -s ' '")).isEqualTo(both);
    }
    assertThat(sh("findmnt -nao TARGET,SOURCE -RT /m | tr -s ' '"))
        .isEqualTo("/m first\n`-/m second\n `-/m/d third\n");
  }

  @Test
  void files_in_a_tmpfs_use_no_space_on_the_disk() {
    String before = sh("df -k / | tail -n1");
    sh("head -c 3000000 /dev/urandom > /run/f");

    assertThat(sh("df -k / | tail -n1")).isEqualTo(before);
    assertThat(sh("df -k /run | awk 'NR>1 {print $3}'")).isEqualTo("2932\n");
  }

  @Test
  void a_directory_made_in_a_setgid_directory_inherits_the_setgid_bit() {
    sh("mkdir d; chmod 2775 d; mkdir -p d/e/f; touch d/e/g");

    assertThat(sh("stat -c '%a %n' d/e d/e/f d/e/g"))
        .isEqualTo("2755 d/e\n2755 d/e/f\n644 d/e/g\n");
  }

  @Test
  void chmod_sets_and_ls_shows_the_setuid_setgid_and_sticky_bits() {
    sh("touch f; mkdir d");

    assertThat(sh("chmod u+s,g+s,+t d; stat -c '%a %A' d; ls -ld d | cut -c1-10"))
        .isEqualTo("7755 drwsr-sr-t\ndrwsr-sr-t\n");
    assertThat(sh("chmod u+s,g+s,o+t f; ls -l f | cut -c1-10")).isEqualTo("-rwSr-Sr-T\n");
    assertThat(sh("chmod u=rw,g-s,a-t f; ls -l f | cut -c1-10")).isEqualTo("-rw-r--r--\n");
  }
}
