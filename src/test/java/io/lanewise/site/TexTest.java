package io.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class TexTest {
  /** What a formula becomes, without what stands around every one, and without spaces in it. */
  private static String ml(String tex) throws TexException {
    String math = Tex.mathMl(tex, false);
    return math.substring(
            math.indexOf("<semantics>") + "<semantics>".length(), math.indexOf("<annotation"))
        .replaceAll(" [a-z]+=\"[^\"]*\"", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "x | <mi>x</mi>",
        "10.5n | <mrow><mn>10.5</mn><mi>n</mi></mrow>",
        "x_i^2 | <msubsup><mi>x</mi><mi>i</mi><mrow><mn>2</mn></mrow></msubsup>",
        "x^12 | <mrow><msup><mi>x</mi><mrow><mn>1</mn></mrow></msup><mn>2</mn></mrow>",
        "f' | <msup><mi>f</mi><mrow><mo>′</mo></mrow></msup>",
        "a < b | <mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>",
        "\\frac12 | <mfrac><mn>1</mn><mn>2</mn></mfrac>",
        "\\sqrt[3]{x} | <mroot><mi>x</mi><mn>3</mn></mroot>",
        "\\mathbf{W}_Q | <msub><mi>𝐖</mi><mi>Q</mi></msub>",
        "\\mathbb{R}^n | <msup><mi>ℝ</mi><mrow><mi>n</mi></mrow></msup>",
        "\\sum_i x | <mrow><munder><mo>∑</mo><mi>i</mi></munder><mi>x</mi></mrow>",
        "\\Vert x\\Vert | <mrow><mo>‖</mo><mi>x</mi><mo>‖</mo></mrow>",
        "\\left(x\\right. | <mrow><mo>(</mo><mi>x</mi></mrow>",
        "\\text{if so} | <mtext>if\u00a0so</mtext>",
        "\\hat y | <mover><mi>y</mi><mo>^</mo></mover>",
      })
  void becomesMathMl(String tex, String expected) throws TexException {
    assertEquals(expected, ml(tex));
  }

  @Test
  void matricesHaveRowsAndCells() throws TexException {
    assertEquals(
        "<mrow><mo>(</mo><mtable>"
            + "<mtr><mtd><mn>4</mn></mtd><mtd><mn>1</mn></mtd></mtr>"
            + "<mtr><mtd><mn>1</mn></mtd><mtd><mn>3</mn></mtd></mtr>"
            + "</mtable><mo>)</mo></mrow>",
        ml("\\begin{pmatrix} 4 & 1 \\\\ 1 & 3 \\\\ \\end{pmatrix}"));
  }

  @Test
  void aMinusWithNothingBeforeItIsASign() throws TexException {
    assertTrue(Tex.mathMl("a = -b", false).contains("form=\"prefix\" lspace=\"0\""));
    assertTrue(Tex.mathMl("a - b", false).contains("form=\"infix\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\nosuch x",
        "\\frac{1}",
        "{x",
        "x}",
        "x_i_j",
        "\\left( x",
        "\\begin{pmatrix} 1 \\end{bmatrix}",
        "\\begin{tabular} 1 \\end{tabular}",
        "a & b",
        "x^",
        "\\sqrt[3{x}",
        "\\left\\alpha x \\right)",
        "\\mathrm x",
        "ε ☃",
        "\\",
      })
  void whatIsNotKnownIsAnError(String tex) {
    assertThrows(TexException.class, () -> Tex.mathMl(tex, true));
  }

  @Test
  void anErrorSaysWhere() {
    TexException error =
        assertThrows(TexException.class, () -> Tex.mathMl("a + \\nosuch{b}", false));
    assertEquals("formula: \\nosuch is not known, near 'a + \\nosuch{b}'", error.getMessage());
  }

  @Test
  void everythingIsClosed() throws Exception {
    String tex =
        """
        \\begin{aligned}
        \\operatorname{softmax}(z)_i &= \\frac{e^{z_i}}{\\sum_{j=1}^{n} e^{z_j}}, \\quad i < n \\\\[4pt]
        \\operatorname*{arg\\,max}_x f'(x) &\\neq \\underbrace{\\lVert x \\rVert}_{\\text{norm}} \\to \\int_0^\\infty
        \\end{aligned}
        \\begin{cases} x & x \\ge 0 \\\\ -x & \\text{otherwise} \\end{cases}
        \\Bigl( \\overline{AB} \\,\\Big|\\, \\vec v \\Bigr)
        \\begin{array}{rcl} 1 & 2 & 3 \\end{array} \\binom{n}{k} \\boxed{\\mathcal{O}(n^3)}
        \\left\\{ x \\middle| \\substack{a \\\\ b} \\right\\}
        """;
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(Tex.mathMl(tex, true))));
  }
}
