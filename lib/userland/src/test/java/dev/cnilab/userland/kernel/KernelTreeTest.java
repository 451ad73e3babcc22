package dev.cnilab.userland.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.kernel.KernelFile.Directory;
import dev.cnilab.userland.kernel.KernelFile.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelTreeTest {
  private final Map<String, KernelFile> processes = Map.of("7", new Text(() -> "seven"));
  private int listings;
  private final KernelTree proc =
      new KernelTree("proc", Instant.EPOCH, new Directory(this::listed, processes::get));

  private Map<String, KernelFile> listed() {
    listings++;
    return processes;
  }

  @Test
  void looking_up_a_process_does_not_list_all_processes() throws IOException {
    assertThat(proc.status("7").permissions()).isEqualTo(0444);
    assertThatThrownBy(() -> proc.status("8")).isInstanceOf(FileException.class);
    assertThat(listings).isZero();

    assertThat(proc.list("")).containsExactly("7");
    assertThat(listings).isPositive();
  }
}
