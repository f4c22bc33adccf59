//! The tray's picture, drawn: the same shapes as `icons/icon.svg`, with the crack only while something is unread.
//!
//! A drawn picture needs no installed icon theme and no decoder. The dark tile keeps it readable on light and dark panels alike,
//! which a picture of one colour could not, since hosts recolour named icons only.

/// Width and height of the drawings, in pixels: what panels commonly ask for.
const SIZES: [u16; 5] = [16, 22, 24, 32, 48];

/// Side of the icon's own space, as in the SVG.
const SIDE: f32 = 512.0;

/// Points per pixel and direction that are looked at: smooth edges.
const SAMPLES: u16 = 4;

const TILE: Colour = [0x12, 0x36, 0x3d];
const TRAY: Colour = [0xee, 0xf4, 0xf4];
const TRAY_AT_REST: Colour = [0x6f, 0x86, 0x8a];
const CRACK: Colour = [0xff, 0x5a, 0x3d];

/// The tray without its rounded corners, which are smaller than a pixel of the largest drawing.
const TRAY_SHAPE: [Point; 10] = [
    (80.0, 224.0),
    (136.0, 224.0),
    (136.0, 328.0),
    (376.0, 328.0),
    (376.0, 224.0),
    (432.0, 224.0),
    (432.0, 376.0),
    (392.0, 416.0),
    (120.0, 416.0),
    (80.0, 376.0),
];

/// The outline of the crack's stroke, mitred.
const CRACK_SHAPE: [Point; 8] = [
    (281.0, 55.0),
    (175.0, 201.0),
    (258.0, 231.0),
    (210.0, 290.0),
    (246.0, 318.0),
    (334.0, 209.0),
    (249.0, 179.0),
    (319.0, 81.0),
];

/// Radius of the tile's corners.
const ROUND: f32 = 116.0;

type Colour = [u8; 3];
type Point = (f32, f32);

/// What the picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// Nothing is unread.
    Empty,
    /// Something is unread.
    Cracked,
    /// Nothing is taken in.
    Paused,
}

/// One drawing per size: ARGB, four bytes per pixel, rows from the top.
pub(super) fn draw(picture: Picture) -> Vec<ksni::Icon> {
    SIZES.iter().map(|&size| draw_at(picture, size)).collect()
}

fn draw_at(picture: Picture, size: u16) -> ksni::Icon {
    let pixels = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let data = pixels.flat_map(|(x, y)| pixel(picture, size, x, y)).collect();
    ksni::Icon { width: size.into(), height: size.into(), data }
}

fn pixel(picture: Picture, size: u16, x: u16, y: u16) -> [u8; 4] {
    let scale = SIDE / f32::from(size * SAMPLES);
    let at = |pixel: u16, sample: u16| (f32::from(pixel * SAMPLES + sample) + 0.5) * scale;
    let points = (0..SAMPLES).flat_map(|row| (0..SAMPLES).map(move |column| (column, row)));
    let (mut sum, mut n_inside) = ([0_u16; 3], 0_u16);
    for colour in points.filter_map(|(column, row)| colour_at(picture, (at(x, column), at(y, row)))) {
        n_inside += 1;
        sum.iter_mut().zip(colour).for_each(|(sum, part)| *sum += u16::from(part));
    }
    let [red, green, blue] = sum.map(|sum| low_byte(sum / n_inside.max(1)));
    [low_byte(n_inside * 255 / (SAMPLES * SAMPLES)), red, green, blue]
}

fn colour_at(picture: Picture, point: Point) -> Option<Colour> {
    let (cracked, tray) = match picture {
        Picture::Empty => (false, TRAY),
        Picture::Cracked => (true, TRAY),
        Picture::Paused => (false, TRAY_AT_REST),
    };
    if cracked && is_inside(&CRACK_SHAPE, point) {
        Some(CRACK)
    } else if is_inside(&TRAY_SHAPE, point) {
        Some(tray)
    } else {
        is_on_tile(point).then_some(TILE)
    }
}

fn is_on_tile((x, y): Point) -> bool {
    let beyond = |value: f32| (value - value.clamp(ROUND, SIDE - ROUND)).abs();
    beyond(x).hypot(beyond(y)) <= ROUND
}

/// Even-odd rule.
fn is_inside(shape: &[Point], (x, y): Point) -> bool {
    let ends = shape.iter().zip(shape.iter().cycle().skip(1));
    let crossed = ends.filter(|((_, from), (_, to))| (*from > y) != (*to > y));
    crossed.filter(|((x1, y1), (x2, y2))| x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)).count() % 2 == 1
}

fn low_byte(value: u16) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn as_text(picture: Picture) -> String {
        let icon = draw_at(picture, 16);
        let letter = |pixel: &[u8]| match pixel {
            [alpha, ..] if *alpha < 128 => ' ',
            [_, red, green, _] if *red > 180 && *green < 160 => '#',
            [_, red, ..] if *red > 150 => 'O',
            _ => '.',
        };
        let pixels: Vec<char> = icon.data.chunks(4).map(letter).collect();
        pixels.chunks(16).map(|row| row.iter().collect::<String>() + "|\n").collect()
    }

    #[test]
    fn unread_issues_are_a_crack_that_falls_into_the_tray() {
        expect![[r#"
              ............  |
             .............. |
            ........#O......|
            ........#.......|
            .......#O.......|
            ......##........|
            ......O###......|
            ...O....#O..O...|
            ...O...##...O...|
            ...O...#....O...|
            ...OOOOOOOOOO...|
            ...OOOOOOOOOO...|
            ...OOOOOOOOOO...|
            ................|
             .............. |
              ............  |
        "#]]
        .assert_eq(&as_text(Picture::Cracked));
        expect![[r#"
              ............  |
             .............. |
            ................|
            ................|
            ................|
            ................|
            ................|
            ...O........O...|
            ...O........O...|
            ...O........O...|
            ...OOOOOOOOOO...|
            ...OOOOOOOOOO...|
            ...OOOOOOOOOO...|
            ................|
             .............. |
              ............  |
        "#]]
        .assert_eq(&as_text(Picture::Empty));
    }

    #[test]
    fn every_size_is_whole_and_every_picture_differs() {
        let pictures = [Picture::Empty, Picture::Cracked, Picture::Paused].map(draw);
        for icons in &pictures {
            for (icon, size) in icons.iter().zip(SIZES) {
                assert_eq!((icon.width, icon.height), (size.into(), size.into()));
                assert_eq!(icon.data.len(), usize::from(size) * usize::from(size) * 4);
            }
        }
        let [empty, cracked, paused] = pictures.map(|icons| icons[0].data.clone());
        assert!(empty != cracked && empty != paused && cracked != paused);
    }
}
