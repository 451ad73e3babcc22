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
  void the_lowest_free_number_is_given_again_once_it_is_closed() {
    table.set(table.free(), file());
    table.set(table.free(), file());
    table.close(3);

    assertThat(table.free()).isEqualTo(3);
    table.set(3, file());
    assertThat(table.free()).isEqualTo(5);
  }

  @Test
  void a_file_ends_when_the_last_process_that_has_it_closes_it() {
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
  void a_child_has_its_own_streams_in_place_of_its_parent_s() {
    OpenFile output = file();

    DescriptorTable child = table.copy(Map.of(1, output));

    assertThat(child.get(1)).isSameAs(output);
    assertThat(child.get(0)).isSameAs(table.get(0));
  }

  @Test
  void what_is_closed_only_fails() {
    table.close(1);

    assertThatThrownBy(() -> table.get(1).write(new byte[1], 0, 1))
        .isInstanceOf(IOException.class)
        .hasMessage("Bad file descriptor");
  }

  @Test
  void there_is_room_up_to_the_limit_which_children_get_too() {
    table.setLimit(4);
    DescriptorTable child = table.copy(Map.of());
    assertThat(child.hasRoom()).isTrue();

    child.set(child.free(), file());

    assertThat(child.hasRoom()).isFalse();
  }
}
