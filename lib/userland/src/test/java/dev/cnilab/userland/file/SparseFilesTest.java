package dev.cnilab.userland.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.Test;

/** Holes take no space; all texts are those of Debian 12. */
class SparseFilesTest {
  private static SandboxMachine.Result sh(String script) {
    try (SandboxMachine machine = new SandboxMachine()) {
      return machine.sh(script);
    }
  }

  @Test
  void a_sparse_file_of_ten_terabytes_fills_neither_disk_nor_heap() {
    SandboxMachine.Result result =
        sh(
            """
            before=$(df / | tail -n 1)
            truncate -s 10T f; stat -c '%s %b' f; du f
            test "$before" = "$(df / | tail -n 1)" && echo unchanged
            echo x >> f; stat -c '%s %b' f; dd if=f bs=1 skip=10T status=none
            cp f g; stat -c '%s %b' g; rm f g
            """);
    assertThat(result.out())
        .isEqualTo("10995116277760 0\n0\tf\nunchanged\n10995116277762 8\nx\n10995116277762 8\n");
  }

  @Test
  void dd_seek_leaves_a_hole() {
    assertThat(sh("printf abc | dd of=q bs=1 seek=5 status=none; od -c q").out())
        .isEqualTo("0000000  \\0  \\0  \\0  \\0  \\0   a   b   c\n0000010\n");
    assertThat(sh("dd if=/dev/zero of=h bs=1 count=1 seek=1G status=none; stat -c '%s %b' h").out())
        .isEqualTo("1073741825 8\n");
    assertThat(sh("dd if=/dev/zero of=h bs=64M count=0 seek=10 status=none; stat -c '%s %b' h"))
        .extracting(SandboxMachine.Result::out)
        .isEqualTo("671088640 0\n");
  }

  @Test
  void dd_keeps_the_rest_of_a_file_only_with_conv_notrunc() {
    String file = "printf abcdefgh > p; printf XY | dd of=p bs=1 seek=2 status=none";
    assertThat(sh(file + " conv=notrunc; cat p").out()).isEqualTo("abXYefgh");
    assertThat(sh(file + "; cat p").out()).isEqualTo("abXY");
  }

  @Test
  void dd_skips_in_files_and_pipes_and_reports_a_skip_beyond_the_end() {
    assertThat(sh("printf abcdefgh > p; dd if=p bs=1 skip=2 count=3 status=none").out())
        .isEqualTo("cde");
    assertThat(sh("printf abcdefgh | dd bs=2 skip=3 status=none").out()).isEqualTo("gh");
    assertThat(sh("printf abcdefgh > p; dd if=p skip=100 bs=1").err())
        .startsWith("dd: p: cannot skip to specified offset\n0+0 records in\n");
  }

  @Test
  void dd_copies_blocks_larger_than_its_buffer() {
    assertThat(sh("dd if=/dev/zero bs=64M count=2 | wc -c").out()).isEqualTo("134217728\n");
    assertThat(sh("dd if=/dev/zero of=f bs=1M count=1 status=none; dd if=f of=/dev/null bs=300k"))
        .extracting(SandboxMachine.Result::err)
        .asString()
        .startsWith("3+1 records in\n3+1 records out\n");
  }

  @Test
  void a_truncated_file_frees_its_blocks_and_reads_as_zeros_when_it_grows_again() {
    assertThat(
            sh("""
            dd if=/dev/zero of=f bs=1M count=1 status=none
            printf x | dd of=f bs=1 seek=500000 conv=notrunc status=none
            stat -c '%s %b' f; tr -d '\\0' < f; echo
            truncate -s 500000 f; stat -c '%s %b' f
            truncate -s 1M f; tr -d '\\0' < f | wc -c; stat -c '%s %b' f
            """)
                .out())
        .isEqualTo("1048576 2048\nx\n500000 984\n0\n1048576 984\n");
  }

  @Test
  void cp_keeps_holes_by_default_and_obeys_sparse_always_and_never() {
    assertThat(sh("truncate -s 1M f; cp f g; cp --sparse=never f h; stat -c '%s %b' g h").out())
        .isEqualTo("1048576 0\n1048576 2048\n");
    assertThat(
            sh("dd if=/dev/zero of=z bs=1M count=2 status=none; cp --sparse=always z y;"
                    + " stat -c '%s %b' z y; cmp z y && echo same")
                .out())
        .isEqualTo("2097152 4096\n2097152 0\nsame\n");
  }

  @Test
  void truncate_rounds_a_size_up_or_down_to_a_multiple() {
    assertThat(sh("truncate -s 5 f; truncate -s %4096 f; stat -c %s f; truncate -s /3000 f"))
        .extracting(SandboxMachine.Result::out)
        .isEqualTo("4096\n");
    assertThat(sh("truncate -s 7000 f; truncate -s /3000 f; stat -c %s f").out())
        .isEqualTo("6000\n");
  }
}
