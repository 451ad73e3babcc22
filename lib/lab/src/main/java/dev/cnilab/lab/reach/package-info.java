/** Who reaches whom: each pair tried, beside what the policies say about it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.reach;
