package dev.cnilab.userland.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Sink;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptorTableTest {
  private int released;
  private final DescriptorTable table = DescriptorTable.nowhere();

  private OpenFile file() {
    return new Sink(bytes -> {}, () -> released++);
  }

  @Test
  void a_closed_descriptor_number_is_reused_lowest_first() {
    table.set(table.free(), file());
    table.set(table.free(), file());
    table.close(3);

    assertThat(table.free()).isEqualTo(3);
    table.set(3, file());
    assertThat(table.free()).isEqualTo(5);
  }

  @Test
  void a_file_is_released_when_its_last_descriptor_is_closed() {
    OpenFile file = file();
    table.set(3, file);
    file.close();
    DescriptorTable child = table.copy(Map.of());
    table.close(3);
    assertThat(released).isZero();

    child.closeAll();

    assertThat(released).isEqualTo(1);
  }

  @Test
  void a_child_gets_its_own_streams_and_inherits_the_others() {
    OpenFile output = file();

    DescriptorTable child = table.copy(Map.of(1, output));

    assertThat(child.get(1)).isSameAs(output);
    assertThat(child.get(0)).isSameAs(table.get(0));
  }

  @Test
  void writing_to_a_closed_descriptor_fails() {
    table.close(1);

    assertThatThrownBy(() -> table.get(1).write(new byte[1], 0, 1))
        .isInstanceOf(IOException.class)
        .hasMessage("Bad file descriptor");
  }

  @Test
  void a_table_has_room_up_to_its_limit_which_children_inherit() {
    table.setLimit(4);
    DescriptorTable child = table.copy(Map.of());
    assertThat(child.hasRoom()).isTrue();

    child.set(child.free(), file());

    assertThat(child.hasRoom()).isFalse();
  }
}
