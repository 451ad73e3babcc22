package dev.cnilab.cluster.apiserver.connection.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int LARGE = 100_000;

  private final Turns turns = new Turns(2L * LARGE, Runnable::run);
  private final List<String> begun = new ArrayList<>();

  private CompletableFuture<Boolean> take(String name, int size) {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    var unused =
        turns.take(
            size,
            () -> {
              begun.add(name);
              return end;
            });
    return end;
  }

  @Test
  void large_bodies_wait_for_their_turn_and_small_ones_overtake_them() {
    CompletableFuture<Boolean> first = take("first", LARGE);
    CompletableFuture<Boolean> second = take("second", LARGE);
    take("third", LARGE);
    take("fourth", LARGE);
    take("small", Turns.SMALL);
    assertThat(begun).containsExactly("first", "second", "small");

    second.complete(true);
    assertThat(begun).containsExactly("first", "second", "small", "third");
    first.completeExceptionally(new IllegalStateException());
    assertThat(begun).endsWith("third", "fourth");
  }

  @Test
  void one_body_is_used_even_if_it_is_larger_than_the_limit() {
    CompletableFuture<Boolean> first = take("first", 5 * LARGE);
    take("second", LARGE);
    assertThat(begun).containsExactly("first");
    first.complete(true);
    assertThat(begun).containsExactly("first", "second");
  }

  @Test
  void a_use_that_fails_at_once_ends_its_turn() {
    CompletableFuture<Boolean> failed =
        turns.take(
            3 * LARGE,
            () -> {
              throw new IllegalStateException("no");
            });
    assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class);
    take("next", 3 * LARGE);
    assertThat(begun).containsExactly("next");
  }
}
