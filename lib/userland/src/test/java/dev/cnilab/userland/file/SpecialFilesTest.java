package dev.cnilab.userland.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
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
  void a_tmpfs_is_as_large_as_it_was_made() {
    sh("mkdir /m; mount -t tmpfs -o size=100k none /m");

    assertThat(sh("df -k /m | tail -n1")).matches("none +100 +0 +100 +0% /m\n");
    assertThat(sh("mount | grep /m; stat -c %a /m"))
        .isEqualTo("none on /m type tmpfs (rw,relatime,size=100k,inode64)\n1777\n");
    assertThat(sh("head -c 200000 /dev/urandom > /m/f; stat -c %s /m/f; touch /m/g; ls /m"))
        .contains("f\ng\n", "No space left on device");
    assertThat(sh("rm /m/f; echo room > /m/h; cat /m/h")).isEqualTo("room\n");
  }

  @Test
  void the_size_of_a_tmpfs_may_be_a_part_of_the_memory_and_half_of_it_is_usual() {
    sh("mkdir /a /b; mount -t tmpfs -o size=10% a /a; mount -t tmpfs b /b");

    assertThat(sh("df -k /a /b | awk 'NR>1 {s[NR]=$2} END {printf \"%.0f\\n\", s[3]/s[2]}'"))
        .isEqualTo("5\n");
    assertThat(sh("grep ' /[ab] ' /proc/mounts | grep -c size=")).isEqualTo("1\n");
    assertThat(sh("mount -t tmpfs -o size=much c /a; echo $?"))
        .startsWith("32\n")
        .contains("wrong fs type, bad option, bad superblock on c");
  }

  @Test
  void the_disk_does_not_grow_with_what_is_in_memory() {
    String before = sh("df -k / | tail -n1");
    sh("head -c 3000000 /dev/urandom > /run/f");

    assertThat(sh("df -k / | tail -n1")).isEqualTo(before);
    assertThat(sh("df -k /run | awk 'NR>1 {print $3}'")).isEqualTo("2929\n");
  }

  @Test
  void what_is_made_in_a_setgid_directory_belongs_to_its_group() {
    sh("mkdir d; chmod 2775 d; mkdir -p d/e/f; touch d/e/g");

    assertThat(sh("stat -c '%a %n' d/e d/e/f d/e/g"))
        .isEqualTo("2755 d/e\n2755 d/e/f\n644 d/e/g\n");
  }

  @Test
  void chmod_and_ls_know_set_user_id_set_group_id_and_sticky() {
    sh("touch f; mkdir d");

    assertThat(sh("chmod u+s,g+s,+t d; stat -c '%a %A' d; ls -ld d | cut -c1-10"))
        .isEqualTo("7755 drwsr-sr-t\ndrwsr-sr-t\n");
    assertThat(sh("chmod u+s,g+s,o+t f; ls -l f | cut -c1-10")).isEqualTo("-rwSr-Sr-T\n");
    assertThat(sh("chmod u=rw,g-s,a-t f; ls -l f | cut -c1-10")).isEqualTo("-rw-r--r--\n");
  }
}
