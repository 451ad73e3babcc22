package dev.cnilab.userland.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import dev.cnilab.userland.shell.SandboxMachine.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gzip 1.12 of Debian 12 answered to the same lines. */
class GzipTest {
  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  @BeforeEach
  void writeFiles() {
    sandbox.sh("cd /tmp; echo hi > a; echo hi > b; mkdir d; echo bad > x.gz; gzip -k b");
  }

  private Result sh(String line) {
    return sandbox.sh("cd /tmp; " + line);
  }

  @Test
  void gzip_replaces_a_file_with_a_compressed_one_and_gunzip_restores_it() {
    assertThat(sh("gzip -9 a; ls a*; gzip -t a && gunzip a.gz; ls a*; cat a").out())
        .isEqualTo("a.gz\na\nhi\n");
    assertThat(sh("gzip -k a; ls a*; zcat a.gz; gzip -dc < a.gz").out())
        .isEqualTo("a\na.gz\nhi\nhi\n");
  }

  @Test
  void gzip_in_a_pipe_writes_the_gzip_format() throws IOException {
    assertThat(sh("seq 100000 | gzip | gzip -d | tail -n 1").out()).isEqualTo("100000\n");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
      packing.write("text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(sh("echo text | gzip -c | head -c 2 | od -An -tx1").out().strip())
        .isEqualTo("%02x %02x".formatted(packed.toByteArray()[0], packed.toByteArray()[1]));
  }

  @Test
  void gzip_names_the_files_that_it_skips() {
    assertThat(sh("gzip nosuch")).isEqualTo(says("gzip: nosuch: No such file or directory\n", 1));
    assertThat(sh("gunzip nosuch"))
        .isEqualTo(says("gzip: nosuch.gz: No such file or directory\n", 1));
    assertThat(sh("gzip -d a")).isEqualTo(says("gzip: a: unknown suffix -- ignored\n", 2));
    assertThat(sh("gzip b.gz"))
        .isEqualTo(says("gzip: b.gz already has .gz suffix -- unchanged\n", 0));
    assertThat(sh("gzip d")).isEqualTo(says("gzip: d is a directory -- ignored\n", 2));
    assertThat(sh("gzip b a")).isEqualTo(says("gzip: b.gz already exists;\tnot overwritten\n", 2));
    assertThat(sh("ls a*").out()).isEqualTo("a.gz\n");
  }

  @Test
  void gzip_rejects_input_that_is_not_in_gzip_format() {
    assertThat(sh("gzip -dc b")).isEqualTo(says("\ngzip: b: not in gzip format\n", 1));
    assertThat(sh("gzip -d < a")).isEqualTo(says("\ngzip: stdin: not in gzip format\n", 1));
    assertThat(sh("gunzip x.gz; s=$?; ls x*; exit $s"))
        .isEqualTo(new Result("x.gz\n", "\ngzip: x.gz: not in gzip format\n", 1));
    assertThat(sh("gzip -c b | head -c 15 | zcat"))
        .isEqualTo(says("\ngzip: stdin: unexpected end of file\n", 1));
  }

  private static Result says(String complaint, int status) {
    return new Result("", complaint, status);
  }
}
