package dev.cnilab.lab.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryTest {

  private static final Item POD =
      new Item("default", "pod/nettest-1", "kubectl delete pod/nettest-1");
  private static final Item COPY = new Item("worker-1", "/root/x.conflist", "rm /root/x.conflist");
  private static final Item FOREIGN = new Item("default", "pod/shop", "");

  @Test
  void foreign_objects_are_listed_and_not_suggested_for_deletion() {
    Inventory inventory = new Inventory(List.of(POD, FOREIGN));
    assertThat(inventory.ofTheCourse()).containsExactly(POD);
    assertThat(inventory.view().text())
        .contains("pod/shop", "not the course's: leave it", "kubectl delete pod/nettest-1")
        .contains("The course has left 1 things.");
  }

  @Test
  void a_comparison_shows_what_is_gone_and_what_is_still_there() {
    String text =
        new Inventory(List.of(COPY)).since(new Inventory(List.of(POD, COPY))).view().text();
    assertThat(text)
        .containsPattern("pod/nettest-1 +there +✓ gone")
        .containsPattern("/root/x.conflist +there +✗ still there")
        .contains("1 of 2 gone; 1 of the course left.");
  }

  @Test
  void foreign_objects_do_not_count_as_left_behind() {
    assertThat(new Inventory(List.of(FOREIGN)).since(new Inventory(List.of(FOREIGN))).view().text())
        .contains("0 of the course left.");
    assertThat(new Inventory(List.of(FOREIGN)).view().text())
        .contains("Nothing of the course is left.");
  }
}
