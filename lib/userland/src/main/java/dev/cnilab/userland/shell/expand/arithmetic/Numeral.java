package dev.cnilab.userland.shell.expand.arithmetic;

/** A number as C and the shells write it: decimal, octal, hexadecimal, or bash's BASE#DIGITS. */
final class Numeral {

  private Numeral() {}

  /**
   * Its value.
   *
   * @throws NumberFormatException if it is not a number, or too great
   */
  static long value(String digits) {
    int base = digits.indexOf('#');
    if (base > 0) {
      return Long.parseLong(
          digits.substring(base + 1), Integer.parseInt(digits.substring(0, base)));
    } else if (digits.startsWith("0x") || digits.startsWith("0X")) {
      return Long.parseUnsignedLong(digits.substring(2), 16);
    } else if (digits.startsWith("0") && digits.length() > 1) {
      return Long.parseLong(digits, 8);
    } else if (digits.isEmpty() || !Character.isDigit(digits.charAt(0))) {
      throw new NumberFormatException(digits);
    }
    return Long.parseLong(digits);
  }
}
