package dev.cnilab.cluster.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    "2048Ei, 2048Ei",
    "999999999999999999, 999999999999999999",
    "10000000000000000000, 10E",
    "-500m, -500m",
    "1e3, 1e3",
    "5x, 5x",
    "i, i",
  })
  void writesTheLargestUnitThatNeedsNoFraction(String quantity, String canonical) {
    assertEquals(canonical, Quantity.canonical(quantity));
  }
}
