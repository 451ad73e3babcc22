/** Which pods can reach each other: each pair is tested, beside the policies' ruling on it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.reach;
