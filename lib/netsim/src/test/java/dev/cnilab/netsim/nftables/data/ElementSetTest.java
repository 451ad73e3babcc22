package dev.cnilab.netsim.nftables.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ElementSetTest {
  private static final int MANY = 2000;
  private static final long LIFETIME = 1000;
  private static final NftSetType ADDRESSES = NftSetType.setOf(List.of(DataType.IPV4_ADDR));
  private static final NftSetType PAIRS =
      NftSetType.setOf(List.of(DataType.IPV4_ADDR, DataType.INET_SERVICE));

  private long now;
  private int looks;

  /** An element that expires is one at the clock for each look. */
  private ElementSet set(NftSetType type) {
    return new ElementSet(
        type,
        () -> {
          looks++;
          return now;
        },
        () -> {});
  }

  private static Element element(Span... key) {
    return new Element(List.of(key), null, "", Optional.empty());
  }

  private static List<Datum> key(long... parts) {
    return Arrays.stream(parts).mapToObj(Datum::of).toList();
  }

  @Test
  void among_many_ranges_few_are_looked_at() {
    ElementSet set = set(ADDRESSES);
    IntStream.range(0, MANY)
        .forEach(i -> set.add(element(Span.of(10L * i, 10L * i + 5)), LIFETIME));
    assertThat(looks).isLessThan(4 * MANY);

    looks = 0;
    assertThat(set.find(key(10 * 77 + 3))).isEqualTo(element(Span.of(770, 775)));
    assertThat(set.find(key(10 * 77 + 7))).isNull();
    assertThat(looks).isLessThan(5);
  }

  @Test
  void among_many_pairs_of_an_address_and_a_range_few_are_looked_at() {
    ElementSet set = set(PAIRS);
    IntStream.range(0, MANY)
        .forEach(i -> set.add(element(Span.of(Datum.of(i)), Span.of(80, 90)), LIFETIME));

    looks = 0;
    assertThat(set.find(key(77, 85))).isNotNull();
    assertThat(set.find(key(77, 91))).isNull();
    assertThat(looks).isLessThan(5);
  }

  @Test
  void an_element_that_overlaps_another_is_refused() {
    ElementSet set = set(ADDRESSES);
    set.add(element(Span.of(10, 20)), 0);
    set.add(element(Span.of(30, 40)), 0);

    for (Span span : List.of(Span.of(5, 10), Span.of(15, 16), Span.of(20, 30), Span.of(0, 99))) {
      assertThatThrownBy(() -> set.add(element(span), 0)).isInstanceOf(ErrnoException.class);
    }
    assertThatThrownBy(() -> set.add(element(Span.of(Datum.of(35))), 0))
        .isInstanceOf(ErrnoException.class);
    assertThat(set.add(element(Span.of(21, 29)), 0)).isTrue();
  }

  @Test
  void a_range_takes_the_place_of_those_that_have_expired() {
    ElementSet set = set(ADDRESSES);
    set.add(element(Span.of(10, 20)), 0);
    set.add(element(Span.of(30, 40)), LIFETIME);
    now = LIFETIME;

    assertThat(set.find(key(35))).isNull();
    assertThat(set.add(element(Span.of(21, 99)), 0)).isTrue();
    assertThat(set.find(key(35))).isEqualTo(element(Span.of(21, 99)));
    assertThat(set.find(key(99))).isEqualTo(element(Span.of(21, 99)));
    assertThat(set.find(key(15))).isEqualTo(element(Span.of(10, 20)));
  }

  @Test
  void what_is_found_is_what_a_look_at_all_would_find() {
    Random random = new Random(1);
    for (NftSetType type : List.of(ADDRESSES, PAIRS)) {
      ElementSet set = set(type);
      List<Element> present = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        Element element = anElement(random, type.key().size());
        boolean free = present.stream().noneMatch(other -> overlap(other, element));
        if (free) {
          assertThat(set.add(element, 0)).isTrue();
          present.add(element);
        } else if (!present.contains(element)) {
          assertThatThrownBy(() -> set.add(element, 0)).isInstanceOf(ErrnoException.class);
        }
        if (random.nextInt(3) == 0 && !present.isEmpty()) {
          Element gone = present.remove(random.nextInt(present.size()));
          set.remove(gone.key());
        }
        List<Datum> key =
            anElement(random, type.key().size()).key().stream().map(Span::low).toList();
        assertThat(set.find(key))
            .isEqualTo(
                present.stream().filter(each -> contains(each, key)).findFirst().orElse(null));
      }
    }
  }

  private static Element anElement(Random random, int parts) {
    return element(
        IntStream.range(0, parts)
            .mapToObj(
                part -> {
                  long low = random.nextInt(500);
                  return Span.of(low, low + random.nextInt(3) * random.nextInt(20));
                })
            .toArray(Span[]::new));
  }

  private static boolean overlap(Element one, Element other) {
    return IntStream.range(0, one.key().size())
        .allMatch(i -> one.key().get(i).overlaps(other.key().get(i)));
  }

  private static boolean contains(Element element, List<Datum> key) {
    return IntStream.range(0, key.size()).allMatch(i -> element.key().get(i).contains(key.get(i)));
  }
}
