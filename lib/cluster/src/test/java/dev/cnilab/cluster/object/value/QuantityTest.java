package dev.cnilab.cluster.object.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "100m, 100m",
    "1000m, 1",
    "1500m, 1500m",
    "0.5, 500m",
    "0, 0",
    "0Mi, 0",
    "01, 1",
    "110, 110",
    "2000, 2k",
    "1024, 1024",
    "1500k, 1500k",
    "3000000E, 3000000E",
    "1000Ki, 1000Ki",
    "1024Mi, 1Gi",
    "1.5Gi, 1536Mi",
    "8191Pi, 8191Pi",
    "9000Pi, 9223372036854775807",
    "2048Ei, 9223372036854775807",
    "0.0000000001, 1n",
    "1.0001Ki, 1024102400u",
    "999999999999999999, 999999999999999999",
    "10000000000000000000, 10E",
    "-500m, -500m",
    "1e3, 1e3",
    "5x, 5x",
    "i, i",
  })
  void a_quantity_is_written_in_the_largest_unit_without_a_fraction(
      String quantity, String canonical) {
    assertEquals(canonical, Quantity.canonical(quantity));
  }

  /** Written out, some of these have fifty million digits. */
  @Test
  void huge_and_tiny_numbers_are_parsed_quickly() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertEquals(Long.MAX_VALUE, Quantity.milli("1e50000000"));
          assertEquals(-Long.MAX_VALUE, Quantity.units("-1e999999999999"));
          assertEquals(1, Quantity.units("1e-50000000"));
          assertEquals(new BigDecimal("1E-9"), Quantity.value("1e-50000000").orElseThrow());
          assertEquals(Long.MAX_VALUE, Quantity.units("9".repeat(1_000_000)));
          assertEquals(2, Quantity.units("1." + "0".repeat(1_000_000) + "1"));
          assertEquals(Optional.empty(), Quantity.value("1".repeat(1_000_000) + "x"));
        });
  }

  @Test
  void sums_saturate_at_the_limits_of_a_long() {
    assertEquals(Long.MAX_VALUE, Quantity.sum(Long.MAX_VALUE, 1));
    assertEquals(-Long.MAX_VALUE, Quantity.sum(-Long.MAX_VALUE, -2));
  }
}
