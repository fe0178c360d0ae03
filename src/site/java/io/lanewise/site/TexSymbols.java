package io.lanewise.site;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the commands of TeX for one character stand for. */
final class TexSymbols {
  /** How a symbol keeps its distance from its neighbours, after the classes of TeX. */
  enum Kind {
    /** A letter or a number. */
    ORDINARY,
    /** A sum or a maximum, whose limits stand above and below. */
    LIMITS,
    /** An integral or a sine. */
    OPERATOR,
    /** Plus, with space on both sides, unless nothing stands before it. */
    BINARY,
    /** Equals. */
    RELATION,
    OPEN,
    CLOSE,
    PUNCTUATION
  }

  /**
   * One symbol.
   *
   * @param text of the element
   * @param kind for the space around it
   */
  record Symbol(String text, Kind kind) {}

  private static final Map<String, Symbol> SYMBOLS = new HashMap<>();

  static {
    put(
        Kind.ORDINARY,
        """
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
        kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ
        omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω
        infty ∞ partial ∂ nabla ∇ ell ℓ emptyset ∅ varnothing ∅ forall ∀ exists ∃ prime ′ top ⊤ bot ⊥
        ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ hbar ℏ Re ℜ Im ℑ angle ∠ checkmark ✓ # # % % & & $ $ _ _
        dotsc … dotsb ⋯
        """);
    put(Kind.LIMITS, "sum ∑ prod ∏ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂");
    put(Kind.OPERATOR, "int ∫ iint ∬ oint ∮");
    put(
        Kind.BINARY,
        """
        pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙
        cap ∩ cup ∪ wedge ∧ land ∧ vee ∨ lor ∨ setminus ∖
        """);
    put(
        Kind.RELATION,
        """
        leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈
        notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ to → rightarrow → leftarrow ← gets ←
        leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦
        longrightarrow ⟶ longmapsto ⟼ uparrow ↑ downarrow ↓ perp ⊥ parallel ∥ mid ∣ nmid ∤ colon :
        lesssim ≲ gtrsim ≳ succ ≻ prec ≺ succeq ⪰ preceq ⪯ coloneqq ≔ hookrightarrow ↪
        """);
    put(Kind.OPEN, "lbrace { { { langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lbrack [");
    put(Kind.CLOSE, "rbrace } } } rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rbrack ]");
    put(Kind.ORDINARY, "vert | Vert ‖ | ‖ backslash \\");
    for (String name :
        "max min sup inf lim limsup liminf det Pr gcd argmax argmin".split(" ", -1)) {
      SYMBOLS.put(name, new Symbol(name, Kind.LIMITS));
    }
    String functions =
        "sin cos tan sinh cosh tanh arcsin arccos arctan exp log ln lg dim ker deg arg hom coth";
    for (String name : functions.split(" ", -1)) {
      SYMBOLS.put(name, new Symbol(name, Kind.OPERATOR));
    }
  }

  private TexSymbols() {}

  private static void put(Kind kind, String namesAndTexts) {
    String[] words = namesAndTexts.strip().split("\\s+", -1);
    for (int i = 0; i < words.length; i += 2) {
      SYMBOLS.put(words[i], new Symbol(words[i + 1], kind));
    }
  }

  /** The symbol of a command, written without its backslash. */
  static @Nullable Symbol command(String name) {
    return SYMBOLS.get(name);
  }

  /** The symbol that a character by itself stands for. */
  static @Nullable Symbol character(int c) {
    return switch (c) {
      case '+' -> new Symbol("+", Kind.BINARY);
      case '-' -> new Symbol("−", Kind.BINARY);
      case '*' -> new Symbol("∗", Kind.BINARY);
      case '=', '<', '>', ':' -> new Symbol(Character.toString(c), Kind.RELATION);
      case '(', '[' -> new Symbol(Character.toString(c), Kind.OPEN);
      case ')', ']', '!' -> new Symbol(Character.toString(c), Kind.CLOSE);
      case ',', ';' -> new Symbol(Character.toString(c), Kind.PUNCTUATION);
      case '/', '|', '.', '?', '"', '@' -> new Symbol(Character.toString(c), Kind.ORDINARY);
      default -> null;
    };
  }

  /** The space that a command such as {@code \,} leaves, or null. */
  static @Nullable String space(String name) {
    return switch (name) {
      case "," -> "0.1667em";
      case ":", ">" -> "0.2222em";
      case ";" -> "0.2778em";
      case "!" -> "-0.1667em";
      case " " -> "0.3333em";
      case "quad" -> "1em";
      case "qquad" -> "2em";
      default -> null;
    };
  }

  /** The accent that a command puts above its argument, or null. */
  static @Nullable String accent(String name) {
    return switch (name) {
      case "hat", "widehat" -> "^";
      case "bar" -> "¯";
      case "overline" -> "‾";
      case "tilde", "widetilde" -> "~";
      case "vec" -> "→";
      case "dot" -> "˙";
      case "ddot" -> "¨";
      default -> null;
    };
  }

  /**
   * Letters and digits in another alphabet of Unicode's.
   *
   * @param font the command, such as {@code mathbf}
   */
  static String inFont(String font, String text) {
    StringBuilder letters = new StringBuilder();
    text.codePoints().forEach(c -> letters.appendCodePoint(inFont(font, c)));
    return letters.toString();
  }

  private static int inFont(String font, int c) {
    return switch (font) {
      case "mathbf" -> shifted(c, 0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8);
      case "boldsymbol", "bm" -> shifted(c, 0x1D468, 0x1D482, 0x1D7CE, 0x1D71C);
      case "mathsf" -> shifted(c, 0x1D5A0, 0x1D5BA, 0x1D7E2, 0);
      case "mathtt" -> shifted(c, 0x1D670, 0x1D68A, 0x1D7F6, 0);
      case "mathbb" -> exceptional("CHNPQRZ", "ℂℍℕℙℚℝℤ", c, 0x1D538);
      case "mathcal" -> exceptional("BEFHILMR", "ℬℰℱℋℐℒℳℛ", c, 0x1D49C);
      default -> c;
    };
  }

  private static int shifted(int c, int capitals, int small, int digits, int greek) {
    if (c >= 'A' && c <= 'Z') {
      return capitals + c - 'A';
    } else if (c >= 'a' && c <= 'z') {
      return small + c - 'a';
    } else if (c >= '0' && c <= '9') {
      return digits + c - '0';
    } else if (greek != 0 && c >= 'Α' && c <= 'Ω') {
      return greek + c - 'Α';
    } else if (greek != 0 && c >= 'α' && c <= 'ω') {
      return greek + 26 + c - 'α';
    }
    return c;
  }

  /** An alphabet of capitals in which some letters had a place before the others. */
  private static int exceptional(String letters, String places, int c, int capitals) {
    int at = letters.indexOf(Character.toString(c).toUpperCase(Locale.ROOT));
    if (c >= 'A' && c <= 'Z') {
      return at < 0 ? capitals + c - 'A' : places.codePointAt(at);
    }
    return c;
  }
}
